package policies.capacity["instance-fips_test"]

import data.lib.fixture_test as fixture
import data.policies.capacity["instance-fips"] as instance_fips

creating(object) := fixture.asking("CapacityProvider", "CREATE", object)

updating(object, old) := fixture.changed(
	fixture.asking("CapacityProvider", "UPDATE", object),
	[{"op": "add", "path": "/oldObject", "value": old}],
)

managed(template) := {"name": "mi", "managedInstancesProvider": {"instanceLaunchTemplate": template}}

of(found) := managed({"fipsEnabled": found})

at := "/managedInstancesProvider/instanceLaunchTemplate/fipsEnabled"

test_allows_fips if {
	count(instance_fips.violation) == 0 with input as creating(of(true))
}

test_refuses_to_do_without_fips if {
	every object in [managed({}), of(false)] {
		found := instance_fips.violation with input as creating(object)
		found == {{"msg": "FIPS on Managed Instances is not enabled", "field": at}}
	}
}

test_refuses_what_an_update_leaves if {
	count(instance_fips.violation) == 1 with input as updating(managed({}), of(false))
	count(instance_fips.violation) == 0 with input as updating(managed({}), of(true))
}

test_refuses_wrong_types if {
	every wrong in [null, 1, "", [], {}, "true"] {
		count(instance_fips.violation) == 1 with input as creating(of(wrong))
	}
	count(instance_fips.violation) == 1 with input as creating(managed(null))
}

test_auto_scaling_groups_are_not_applicable if {
	provider := {"name": "ec2", "autoScalingGroupProvider": {}}
	updated := instance_fips.violation with input as fixture.asking("CapacityProvider", "UPDATE", provider)
	found := instance_fips.violation with input as creating(provider)
	found == updated
	found == {{"outcome": "notApplicable", "msg": "the capacity provider has no Managed Instances"}}
}

test_unknown if {
	every case in fixture.unknown_object(creating(of(true)), ["", "/managedInstancesProvider", "/managedInstancesProvider/instanceLaunchTemplate", "/managedInstancesProvider/instanceLaunchTemplate/fipsEnabled"]) {
		found := instance_fips.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
}
