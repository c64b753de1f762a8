package policies.cluster["default-capacity-provider_test"]

import data.lib.fixture_test as fixture
import data.policies.cluster["default-capacity-provider"] as default_capacity_provider

creating(object) := fixture.asking("Cluster", "CREATE", object)

updating(object, described) := fixture.changed(
	fixture.asking("Cluster", "UPDATE", object),
	[{"op": "add", "path": "/context/cluster", "value": described}],
)

running_on(strategy) := {"defaultCapacityProviderStrategy": strategy}

fargate := running_on([{"capacityProvider": "FARGATE", "weight": 1}])

test_allows_a_strategy if {
	count(default_capacity_provider.violation) == 0 with input as creating(fargate)
}

test_refuses_clusters_without_one if {
	every object in [{}, running_on([])] {
		found := default_capacity_provider.violation with input as creating(object)
		found == {{
			"msg": "the default capacity provider strategy is not set",
			"field": "/defaultCapacityProviderStrategy",
		}}
	}
}

test_refuses_what_an_update_leaves_without if {
	found := default_capacity_provider.violation with input as updating({"cluster": "web"}, {"defaultCapacityProviderStrategy": []})
	fixture.fields(found) == {"/context/cluster/defaultCapacityProviderStrategy"}
	count(default_capacity_provider.violation) == 0 with input as updating({"cluster": "web"}, fargate)
}

test_refuses_wrong_types if {
	every wrong in [null, "FARGATE", {"0": {"capacityProvider": "FARGATE"}}, [null], ["FARGATE"], [{}]] {
		count(default_capacity_provider.violation) == 1 with input as creating(running_on(wrong))
	}
}

test_allows_a_provider_that_is_not_known_yet if {
	count(default_capacity_provider.violation) == 0 with input as creating(running_on([{"capacityProvider": fixture.marker}]))
}

test_unknown if {
	every case in fixture.unknown_object(creating(running_on([])), ["", "/defaultCapacityProviderStrategy", "/defaultCapacityProviderStrategy/0"]) {
		found := default_capacity_provider.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
}
