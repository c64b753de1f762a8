package policies.capacity["instance-subnets_test"]

import data.lib.fixture_test as fixture
import data.policies.capacity["instance-subnets"] as instance_subnets

creating(object) := fixture.asking("CapacityProvider", "CREATE", object)

updating(object, old) := fixture.changed(
	fixture.asking("CapacityProvider", "UPDATE", object),
	[{"op": "add", "path": "/oldObject", "value": old}],
)

managed(template) := {"name": "mi", "managedInstancesProvider": {"instanceLaunchTemplate": template}}

of(list) := managed({"networkConfiguration": {"subnets": list}})

at := "/managedInstancesProvider/instanceLaunchTemplate/networkConfiguration/subnets"

allowing(document) := fixture.with_parameters(document, {"allowedSubnets": ["x-1", "x-2"]})

test_allowed_subnets if {
	count(instance_subnets.violation) == 0 with input as allowing(creating(of(["x-2", "x-1"])))
	found := instance_subnets.violation with input as allowing(creating(of(["x-1", "x-3"])))
	found == {{"msg": "Managed Instances use the subnet x-3", "field": $"{at}/1"}}
}

test_refuses_all_without_a_list if {
	count(instance_subnets.violation) == 1 with input as creating(of(["x-1"]))
}

test_refuses_to_leave_it_to_aws if {
	every object in [of([]), managed({}), managed({"networkConfiguration": {}})] {
		found := instance_subnets.violation with input as allowing(creating(object))
		found == {{"msg": "Managed Instances name no subnet", "field": at}}
	}
}

test_refuses_what_an_update_leaves if {
	count(instance_subnets.violation) == 1 with input as allowing(updating({"name": "mi"}, of(["x-3"])))
	count(instance_subnets.violation) == 0 with input as allowing(updating({"name": "mi"}, of(["x-1"])))
}

test_refuses_wrong_types if {
	every wrong in ["x-1", null, 1, {}, [null], [1], [["x-1"]]] {
		count(instance_subnets.violation) == 1 with input as allowing(creating(of(wrong)))
	}
	count(instance_subnets.violation) == 1 with input as allowing(creating(managed("x-1")))
}

test_auto_scaling_groups_are_not_applicable if {
	provider := {"name": "ec2", "autoScalingGroupProvider": {}}
	updated := instance_subnets.violation with input as fixture.asking("CapacityProvider", "UPDATE", provider)
	found := instance_subnets.violation with input as creating(provider)
	found == updated
	found == {{"outcome": "notApplicable", "msg": "the capacity provider has no Managed Instances"}}
}

test_unknown if {
	every case in fixture.unknown_object(creating(of(["x-1"])), [
		"", "/managedInstancesProvider", "/managedInstancesProvider/instanceLaunchTemplate", "/managedInstancesProvider/instanceLaunchTemplate/networkConfiguration",
		"/managedInstancesProvider/instanceLaunchTemplate/networkConfiguration/subnets", "/managedInstancesProvider/instanceLaunchTemplate/networkConfiguration/subnets/0",
	]) {
		found := instance_subnets.violation with input as allowing(case.input)
		fixture.only_unknown(found, case.pointer)
	}
}
