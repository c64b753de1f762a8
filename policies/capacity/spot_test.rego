package policies.capacity.spot_test

import data.lib.fixture_test as fixture
import data.policies.capacity.spot

creating(object) := fixture.asking("CapacityProvider", "CREATE", object)

updating(object, old) := fixture.changed(
	fixture.asking("CapacityProvider", "UPDATE", object),
	[{"op": "add", "path": "/oldObject", "value": old}],
)

managed(template) := {"name": "mi", "managedInstancesProvider": {"instanceLaunchTemplate": template}}

in_cluster(object) := fixture.asking("Cluster", "CREATE", object)

on(provider) := {"defaultCapacityProviderStrategy": [{"capacityProvider": "FARGATE"}, {"capacityProvider": provider}]}

test_allows_steady_capacity if {
	count(spot.violation) == 0 with input as in_cluster(on("ec2"))
	count(spot.violation) == 0 with input as in_cluster({})
	every option in ["ON_DEMAND", "RESERVED"] {
		count(spot.violation) == 0 with input as creating(managed({"capacityOptionType": option}))
	}
	count(spot.violation) == 0 with input as creating(managed({}))
}

test_refuses_spot_by_default if {
	found := spot.violation with input as in_cluster(on("FARGATE_SPOT"))
	found == {{
		"msg": "the default capacity provider strategy names FARGATE_SPOT, which is Spot capacity",
		"field": "/defaultCapacityProviderStrategy/1/capacityProvider",
	}}
}

test_refuses_what_an_update_leaves if {
	described := fixture.changed(fixture.asking("Cluster", "UPDATE", {"cluster": "web"}), [{
		"op": "add",
		"path": "/context/cluster",
		"value": on("FARGATE_SPOT"),
	}])
	found := spot.violation with input as described
	fixture.fields(found) == {"/context/cluster/defaultCapacityProviderStrategy/1/capacityProvider"}
	count(spot.violation) == 1 with input as updating({"name": "mi"}, managed({"capacityOptionType": "SPOT"}))
}

test_refuses_managed_instances_on_spot if {
	found := spot.violation with input as creating(managed({"capacityOptionType": "SPOT"}))
	found == {{
		"msg": "the capacity of Managed Instances is SPOT",
		"field": "/managedInstancesProvider/instanceLaunchTemplate/capacityOptionType",
	}}
}

test_spot_providers if {
	named := {"spotProviders": ["*-spot"]}
	count(spot.violation) == 1 with input as fixture.with_parameters(in_cluster(on("batch-spot")), named)
	count(spot.violation) == 0 with input as fixture.with_parameters(in_cluster(on("FARGATE_SPOT")), named)
}

test_refuses_wrong_types if {
	every wrong in [null, 1, {}, []] {
		count(spot.violation) == 1 with input as in_cluster(on(wrong))
		count(spot.violation) == 1 with input as creating(managed({"capacityOptionType": wrong}))
	}
	every wrong in [null, "FARGATE", {}, [null]] {
		count(spot.violation) == 1 with input as in_cluster({"defaultCapacityProviderStrategy": wrong})
	}
}

test_auto_scaling_groups_are_not_applicable if {
	provider := {"name": "ec2", "autoScalingGroupProvider": {}}
	updated := spot.violation with input as fixture.asking("CapacityProvider", "UPDATE", provider)
	found := spot.violation with input as creating(provider)
	found == updated
	found == {{"outcome": "notApplicable", "msg": "which instances an Auto Scaling group starts is not known"}}
}

test_unknown if {
	at := "/defaultCapacityProviderStrategy"
	every case in fixture.unknown_object(in_cluster(on("FARGATE_SPOT")), ["", at, $"{at}/1/capacityProvider"]) {
		found := spot.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
	option := "/managedInstancesProvider/instanceLaunchTemplate/capacityOptionType"
	every case in fixture.unknown_object(creating(managed({"capacityOptionType": "SPOT"})), ["", option]) {
		found := spot.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
}
