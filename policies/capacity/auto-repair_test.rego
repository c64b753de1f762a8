package policies.capacity["auto-repair_test"]

import data.lib.fixture_test as fixture
import data.policies.capacity["auto-repair"] as auto_repair

creating(object) := fixture.asking("CapacityProvider", "CREATE", object)

updating(object, old) := fixture.changed(
	fixture.asking("CapacityProvider", "UPDATE", object),
	[{"op": "add", "path": "/oldObject", "value": old}],
)

managed(members) := {"name": "mi", "managedInstancesProvider": members}

of(status) := managed({"autoRepairConfiguration": {"actionsStatus": status}})

test_allows_repair if {
	count(auto_repair.violation) == 0 with input as creating(of("ENABLED"))
}

test_refuses_none if {
	every object in [of("DISABLED"), managed({}), managed({"autoRepairConfiguration": {}})] {
		found := auto_repair.violation with input as creating(object)
		found == {{
			"msg": "the repair of Managed Instances is not enabled",
			"field": "/managedInstancesProvider/autoRepairConfiguration/actionsStatus",
		}}
	}
}

test_refuses_what_an_update_leaves if {
	count(auto_repair.violation) == 1 with input as updating(managed({}), of("DISABLED"))
	count(auto_repair.violation) == 0 with input as updating(managed({}), of("ENABLED"))
}

test_refuses_wrong_types if {
	every wrong in ["enabled", "", true, null, 1, [], {}] {
		count(auto_repair.violation) == 1 with input as creating(of(wrong))
	}
}

test_auto_scaling_groups_are_not_applicable if {
	provider := {"name": "ec2", "autoScalingGroupProvider": {}}
	updated := auto_repair.violation with input as fixture.asking("CapacityProvider", "UPDATE", provider)
	found := auto_repair.violation with input as creating(provider)
	found == updated
	found == {{"outcome": "notApplicable", "msg": "the capacity provider has no Managed Instances"}}
}

test_unknown if {
	every case in fixture.unknown_object(creating(of("ENABLED")), ["", "/managedInstancesProvider", "/managedInstancesProvider/autoRepairConfiguration", "/managedInstancesProvider/autoRepairConfiguration/actionsStatus"]) {
		found := auto_repair.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
}
