package lib.capacity_test

import data.lib.capacity
import data.lib.fixture_test as fixture

creating(object) := fixture.asking("CapacityProvider", "CREATE", object)

updating(object, old) := fixture.changed(
	fixture.asking("CapacityProvider", "UPDATE", object),
	[{"op": "add", "path": "/oldObject", "value": old}],
)

group(members) := {"name": "ec2", "autoScalingGroupProvider": members}

managed(template) := {"name": "mi", "managedInstancesProvider": {"instanceLaunchTemplate": template}}

test_what_provides if {
	capacity.auto_scaling_group with input as creating(group({}))
	not capacity.managed_instances with input as creating(group({}))
	capacity.managed_instances with input as creating(managed({}))
	not capacity.auto_scaling_group with input as creating(managed({}))
	capacity.managed_instances with input as updating({"name": "mi"}, managed({}))
	capacity.auto_scaling_group with input as updating({"name": "ec2"}, group({}))
	capacity.auto_scaling_group with input as updating(group({}), managed({}))
	capacity.managed_instances with input as updating(managed({}), group({}))
}

test_neither_or_both_is_none if {
	every asked in [{}, fixture.marker, null, object.union(group({}), managed({}))] {
		not capacity.auto_scaling_group with input as creating(asked)
		not capacity.managed_instances with input as creating(asked)
	}
}

test_setting if {
	given := capacity.setting("autoScalingGroupProvider", "managedDraining", "x") with input as creating(group({"managedDraining": "DISABLED"}))
	given == {"value": "DISABLED", "field": "/autoScalingGroupProvider/managedDraining"}
	absent := capacity.setting("autoScalingGroupProvider", "managedDraining", "x") with input as creating(group({}))
	absent.value == "x"
	old := group({"managedDraining": "DISABLED"})
	kept := capacity.setting("autoScalingGroupProvider", "managedDraining", "x") with input as updating(group({}), old)
	kept == {"value": "DISABLED", "field": "/autoScalingGroupProvider/managedDraining"}
	changed := capacity.setting("autoScalingGroupProvider", "managedDraining", "x") with input as updating(group({"managedDraining": "ENABLED"}), old)
	changed.value == "ENABLED"
}

test_template if {
	given := capacity.template("monitoring", "x") with input as creating(managed({"monitoring": "BASIC"}))
	given == {"value": "BASIC", "field": "/managedInstancesProvider/instanceLaunchTemplate/monitoring"}
	absent := capacity.template("monitoring", "x") with input as creating(managed({}))
	absent.value == "x"
	kept := capacity.template("monitoring", "x") with input as updating({"name": "mi"}, managed({"monitoring": "BASIC"}))
	kept.value == "BASIC"
	changed := capacity.template("monitoring", "x") with input as updating(managed({"monitoring": "DETAILED"}), managed({"monitoring": "BASIC"}))
	changed.value == "DETAILED"
}

test_what_an_update_keeps_is_not_known_without_the_old_object if {
	update := fixture.asking("CapacityProvider", "UPDATE", {"name": "mi"})
	group_member := capacity.setting("autoScalingGroupProvider", "managedDraining", "x") with input as update
	group_member.value == null
	template_member := capacity.template("monitoring", "x") with input as update
	template_member.value == null
}

test_what_an_update_hides_is_unknown if {
	every object in [fixture.marker, {"managedInstancesProvider": fixture.marker}, managed(fixture.marker), managed({"monitoring": fixture.marker})] {
		found := capacity.template("monitoring", "x") with input as updating(object, managed({"monitoring": "BASIC"}))
		found.value == fixture.marker
	}
	every object in [fixture.marker, {"autoScalingGroupProvider": fixture.marker}] {
		found := capacity.setting("autoScalingGroupProvider", "managedDraining", "x") with input as updating(object, group({}))
		found.value == fixture.marker
	}
}
