package policies.deployment.spot_test

import data.lib.fixture_test as fixture
import data.policies.deployment.spot

on(strategy) := fixture.launching("Service", "CREATE", {"capacityProviderStrategy": strategy})

defaulting(call, strategy) := fixture.changed(
	fixture.launching("Service", "CREATE", call),
	[{"op": "add", "path": "/context/cluster", "value": {"defaultCapacityProviderStrategy": strategy}}],
)

all_spot := [{"capacityProvider": "FARGATE_SPOT", "weight": 1}]

based := [{"capacityProvider": "FARGATE_SPOT", "weight": 4}, {"capacityProvider": "FARGATE", "base": 1, "weight": 1}]

test_allows_a_base_that_stays if {
	count(spot.violation) == 0 with input as on(based)
	count(spot.violation) == 0 with input as on([{"capacityProvider": "FARGATE", "weight": 1}])
	count(spot.violation) == 0 with input as fixture.launching("TaskSet", "CREATE", {"launchType": "FARGATE"})
	count(spot.violation) == 0 with input as fixture.launching("Service", "CREATE", {})
}

test_refuses_spot_alone if {
	found := spot.violation with input as on(all_spot)
	found == {{"msg": "the base on capacity that stays is missing", "field": "/capacityProviderStrategy"}}
	every other in [{"weight": 1}, {"base": 0}, {"base": "1"}, {"base": null}] {
		strategy := array.concat(all_spot, [object.union({"capacityProvider": "FARGATE"}, other)])
		count(spot.violation) == 1 with input as on(strategy)
	}
	spot_base := [{"capacityProvider": "FARGATE_SPOT", "base": 2}, {"capacityProvider": "FARGATE", "weight": 1}]
	count(spot.violation) == 1 with input as on(spot_base)
}

test_refuses_the_clusters_default if {
	found := spot.violation with input as defaulting({}, all_spot)
	fixture.fields(found) == {"/context/cluster/defaultCapacityProviderStrategy"}
	count(spot.violation) == 0 with input as defaulting({"launchType": "FARGATE"}, all_spot)
	count(spot.violation) == 0 with input as defaulting({"capacityProviderStrategy": based}, all_spot)
}

test_spot_providers if {
	strategy := [{"capacityProvider": "asg-spot"}]
	count(spot.violation) == 0 with input as on(strategy)
	count(spot.violation) == 1 with input as fixture.with_parameters(on(strategy), {"spotProviders": ["asg-spot"]})
	count(spot.violation) == 0 with input as fixture.with_parameters(on(all_spot), {"spotProviders": []})
}

test_refuses_wrong_types if {
	every wrong in [null, "FARGATE", {}, [null], [{"capacityProvider": 1}]] {
		found := spot.violation with input as on(wrong)
		fixture.fields(found) == {"/capacityProviderStrategy/0/capacityProvider"}
	}
	count(spot.violation) == 2 with input as on(array.concat(all_spot, [{"capacityProvider": 1, "base": 1}]))
}

test_unknown if {
	pointers := ["", "/capacityProviderStrategy", "/capacityProviderStrategy/1/capacityProvider", "/capacityProviderStrategy/1/base"]
	every case in fixture.unknown_object(on([{"capacityProvider": "FARGATE"}, {"capacityProvider": "FARGATE_SPOT", "base": 1}]), pointers) {
		found := spot.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
	beside := spot.violation with input as on(array.concat(all_spot, [{"capacityProvider": fixture.marker, "base": 1}]))
	fixture.only_unknown(beside, "/capacityProviderStrategy/1/capacityProvider")
	cluster := {"op": "add", "path": "/context/cluster", "value": fixture.marker}
	found := spot.violation with input as fixture.changed(fixture.launching("Service", "CREATE", {}), [cluster])
	fixture.only_unknown(found, "/context/cluster")
}
