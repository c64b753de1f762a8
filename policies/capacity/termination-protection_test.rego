package policies.capacity["termination-protection_test"]

import data.lib.fixture_test as fixture
import data.policies.capacity["termination-protection"] as termination_protection

creating(object) := fixture.asking("CapacityProvider", "CREATE", object)

updating(object, old) := fixture.changed(
	fixture.asking("CapacityProvider", "UPDATE", object),
	[{"op": "add", "path": "/oldObject", "value": old}],
)

group(members) := {"name": "ec2", "autoScalingGroupProvider": members}

of(found) := group({"managedTerminationProtection": found})

at := "/autoScalingGroupProvider/managedTerminationProtection"

test_allows_enabled if {
	count(termination_protection.violation) == 0 with input as creating(of("ENABLED"))
}

test_refuses_disabled if {
	found := termination_protection.violation with input as creating(of("DISABLED"))
	found == {{"msg": "managed termination protection is not enabled", "field": at}}
}

test_refuses_unset if {
	count(termination_protection.violation) == 1 with input as creating(group({}))
}

test_refuses_what_an_update_leaves_off if {
	count(termination_protection.violation) == 1 with input as updating(group({}), of("DISABLED"))
	count(termination_protection.violation) == 0 with input as updating(group({}), of("ENABLED"))
	found := termination_protection.violation with input as fixture.asking("CapacityProvider", "UPDATE", group({}))
	{violation.msg | some violation in found} == {"managed termination protection cannot be read"}
}

test_refuses_wrong_types if {
	every wrong in ["enabled", "", true, null, 1, [], {}] {
		count(termination_protection.violation) == 1 with input as creating(of(wrong))
	}
	every wrong in [null, "ENABLED", []] {
		count(termination_protection.violation) == 1 with input as creating(group(wrong))
	}
}

test_managed_instances_are_not_applicable if {
	provider := {"name": "mi", "managedInstancesProvider": {}}
	updated := termination_protection.violation with input as fixture.asking("CapacityProvider", "UPDATE", provider)
	found := termination_protection.violation with input as creating(provider)
	found == updated
	found == {{"outcome": "notApplicable", "msg": "Managed Instances have no Auto Scaling group"}}
}

test_unknown if {
	every case in fixture.unknown_object(creating(of("ENABLED")), ["", "/autoScalingGroupProvider", "/autoScalingGroupProvider/managedTerminationProtection"]) {
		found := termination_protection.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
}
