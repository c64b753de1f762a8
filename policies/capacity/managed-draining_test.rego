package policies.capacity["managed-draining_test"]

import data.lib.fixture_test as fixture
import data.policies.capacity["managed-draining"] as managed_draining

creating(object) := fixture.asking("CapacityProvider", "CREATE", object)

updating(object, old) := fixture.changed(
	fixture.asking("CapacityProvider", "UPDATE", object),
	[{"op": "add", "path": "/oldObject", "value": old}],
)

group(members) := {"name": "ec2", "autoScalingGroupProvider": members}

of(found) := group({"managedDraining": found})

at := "/autoScalingGroupProvider/managedDraining"

test_allows_enabled if {
	count(managed_draining.violation) == 0 with input as creating(of("ENABLED"))
}

test_refuses_disabled if {
	found := managed_draining.violation with input as creating(of("DISABLED"))
	found == {{"msg": "managed draining is off", "field": at}}
}

test_allows_unset if {
	count(managed_draining.violation) == 0 with input as creating(group({}))
}

test_refuses_what_an_update_leaves_off if {
	count(managed_draining.violation) == 1 with input as updating(group({}), of("DISABLED"))
	count(managed_draining.violation) == 0 with input as updating(group({}), of("ENABLED"))
	found := managed_draining.violation with input as fixture.asking("CapacityProvider", "UPDATE", group({}))
	{violation.msg | some violation in found} == {"managed draining cannot be read"}
}

test_refuses_wrong_types if {
	every wrong in ["enabled", "", true, null, 1, [], {}] {
		count(managed_draining.violation) == 1 with input as creating(of(wrong))
	}
	every wrong in [null, "ENABLED", []] {
		count(managed_draining.violation) == 1 with input as creating(group(wrong))
	}
}

test_managed_instances_are_not_applicable if {
	provider := {"name": "mi", "managedInstancesProvider": {}}
	updated := managed_draining.violation with input as fixture.asking("CapacityProvider", "UPDATE", provider)
	found := managed_draining.violation with input as creating(provider)
	found == updated
	found == {{"outcome": "notApplicable", "msg": "Managed Instances have no Auto Scaling group"}}
}

test_unknown if {
	every case in fixture.unknown_object(creating(of("ENABLED")), ["", "/autoScalingGroupProvider", "/autoScalingGroupProvider/managedDraining"]) {
		found := managed_draining.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
}
