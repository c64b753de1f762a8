package policies.capacity["instance-monitoring_test"]

import data.lib.fixture_test as fixture
import data.policies.capacity["instance-monitoring"] as instance_monitoring

creating(object) := fixture.asking("CapacityProvider", "CREATE", object)

updating(object, old) := fixture.changed(
	fixture.asking("CapacityProvider", "UPDATE", object),
	[{"op": "add", "path": "/oldObject", "value": old}],
)

managed(template) := {"name": "mi", "managedInstancesProvider": {"instanceLaunchTemplate": template}}

of(found) := managed({"monitoring": found})

at := "/managedInstancesProvider/instanceLaunchTemplate/monitoring"

test_allows_detailed_monitoring if {
	count(instance_monitoring.violation) == 0 with input as creating(of("DETAILED"))
}

test_refuses_to_do_without_detailed_monitoring if {
	every object in [managed({}), of("BASIC")] {
		found := instance_monitoring.violation with input as creating(object)
		found == {{"msg": "the monitoring of Managed Instances is not DETAILED", "field": at}}
	}
}

test_refuses_what_an_update_leaves if {
	count(instance_monitoring.violation) == 1 with input as updating(managed({}), of("BASIC"))
	count(instance_monitoring.violation) == 0 with input as updating(managed({}), of("DETAILED"))
}

test_refuses_wrong_types if {
	every wrong in [null, 1, "", [], {}, "true"] {
		count(instance_monitoring.violation) == 1 with input as creating(of(wrong))
	}
	count(instance_monitoring.violation) == 1 with input as creating(managed(null))
}

test_auto_scaling_groups_are_not_applicable if {
	provider := {"name": "ec2", "autoScalingGroupProvider": {}}
	updated := instance_monitoring.violation with input as fixture.asking("CapacityProvider", "UPDATE", provider)
	found := instance_monitoring.violation with input as creating(provider)
	found == updated
	found == {{"outcome": "notApplicable", "msg": "the capacity provider has no Managed Instances"}}
}

test_unknown if {
	every case in fixture.unknown_object(creating(of("DETAILED")), ["", "/managedInstancesProvider", "/managedInstancesProvider/instanceLaunchTemplate", "/managedInstancesProvider/instanceLaunchTemplate/monitoring"]) {
		found := instance_monitoring.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
}
