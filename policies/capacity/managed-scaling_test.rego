package policies.capacity["managed-scaling_test"]

import data.lib.fixture_test as fixture
import data.policies.capacity["managed-scaling"] as managed_scaling

creating(object) := fixture.asking("CapacityProvider", "CREATE", object)

updating(object, old) := fixture.changed(
	fixture.asking("CapacityProvider", "UPDATE", object),
	[{"op": "add", "path": "/oldObject", "value": old}],
)

group(members) := {"name": "ec2", "autoScalingGroupProvider": members}

of(found) := group({"managedScaling": {"status": found, "targetCapacity": 100}})

at := "/autoScalingGroupProvider/managedScaling/status"

test_allows_enabled if {
	count(managed_scaling.violation) == 0 with input as creating(of("ENABLED"))
}

test_refuses_disabled if {
	every object in [of("DISABLED"), group({}), group({"managedScaling": {}})] {
		found := managed_scaling.violation with input as creating(object)
		found == {{"msg": "managed scaling is not enabled", "field": at}}
	}
}

test_refuses_what_an_update_leaves_off if {
	count(managed_scaling.violation) == 1 with input as updating(group({}), of("DISABLED"))
	count(managed_scaling.violation) == 0 with input as updating(group({}), of("ENABLED"))
}

test_refuses_wrong_types if {
	every wrong in ["enabled", "", true, null, 1, [], {}] {
		count(managed_scaling.violation) == 1 with input as creating(of(wrong))
	}
	count(managed_scaling.violation) == 1 with input as creating(group({"managedScaling": "ENABLED"}))
}

test_managed_instances_are_not_applicable if {
	provider := {"name": "mi", "managedInstancesProvider": {}}
	updated := managed_scaling.violation with input as fixture.asking("CapacityProvider", "UPDATE", provider)
	found := managed_scaling.violation with input as creating(provider)
	found == updated
	found == {{"outcome": "notApplicable", "msg": "Managed Instances have no Auto Scaling group"}}
}

test_unknown if {
	every case in fixture.unknown_object(creating(of("ENABLED")), ["", "/autoScalingGroupProvider", "/autoScalingGroupProvider/managedScaling", "/autoScalingGroupProvider/managedScaling/status"]) {
		found := managed_scaling.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
}
