package policies.capacity["instance-types_test"]

import data.lib.fixture_test as fixture
import data.policies.capacity["instance-types"] as instance_types

creating(object) := fixture.asking("CapacityProvider", "CREATE", object)

updating(object, old) := fixture.changed(
	fixture.asking("CapacityProvider", "UPDATE", object),
	[{"op": "add", "path": "/oldObject", "value": old}],
)

managed(template) := {"name": "mi", "managedInstancesProvider": {"instanceLaunchTemplate": template}}

of(list) := managed({"instanceRequirements": {"allowedInstanceTypes": list}})

at := "/managedInstancesProvider/instanceLaunchTemplate/instanceRequirements/allowedInstanceTypes"

test_allows_current_types if {
	count(instance_types.violation) == 0 with input as creating(of(["c7g.large", "c8i.large", "m7g.*", "m8g.large", "r7i.2xlarge", "r8g.large"]))
}

test_refuses_other_types if {
	found := instance_types.violation with input as creating(of(["m7g.large", "p5.48xlarge"]))
	found == {{"msg": "Managed Instances may be of the type p5.48xlarge", "field": $"{at}/1"}}
	every type in ["*", "m*", "g5.xlarge", "", "M7G.large"] {
		count(instance_types.violation) == 1 with input as creating(of([type]))
	}
}

test_refuses_any_type if {
	every object in [of([]), managed({}), managed({"instanceRequirements": {}})] {
		found := instance_types.violation with input as creating(object)
		found == {{"msg": "Managed Instances may be of any type", "field": at}}
	}
}

test_allowed_instance_types if {
	allowed := {"allowedInstanceTypes": ["g5.*"]}
	count(instance_types.violation) == 0 with input as fixture.with_parameters(creating(of(["g5.xlarge"])), allowed)
	count(instance_types.violation) == 1 with input as fixture.with_parameters(creating(of(["m7g.large"])), allowed)
}

test_refuses_what_an_update_leaves if {
	count(instance_types.violation) == 1 with input as updating(managed({}), of(["p5.48xlarge"]))
	count(instance_types.violation) == 0 with input as updating(managed({}), of(["m7g.large"]))
}

test_refuses_wrong_types if {
	every wrong in ["m7g.large", null, 1, {}, [null], [1]] {
		count(instance_types.violation) == 1 with input as creating(of(wrong))
	}
}

test_auto_scaling_groups_are_not_applicable if {
	provider := {"name": "ec2", "autoScalingGroupProvider": {}}
	updated := instance_types.violation with input as fixture.asking("CapacityProvider", "UPDATE", provider)
	found := instance_types.violation with input as creating(provider)
	found == updated
	found == {{"outcome": "notApplicable", "msg": "the capacity provider has no Managed Instances"}}
}

test_unknown if {
	every case in fixture.unknown_object(creating(of(["m7g.large"])), ["", "/managedInstancesProvider", "/managedInstancesProvider/instanceLaunchTemplate", "/managedInstancesProvider/instanceLaunchTemplate/instanceRequirements", "/managedInstancesProvider/instanceLaunchTemplate/instanceRequirements/allowedInstanceTypes", "/managedInstancesProvider/instanceLaunchTemplate/instanceRequirements/allowedInstanceTypes/0"]) {
		found := instance_types.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
}
