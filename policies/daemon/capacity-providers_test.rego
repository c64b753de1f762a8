package policies.daemon["capacity-providers_test"]

import data.lib.daemon_fixture_test as daemon
import data.lib.fixture_test as fixture
import data.policies.daemon["capacity-providers"] as capacity_providers

main := "arn:aws:ecs:eu-west-1:123456789012:capacity-provider/main"

on(found) := daemon.with_member("/capacityProviderArns", found)

test_allows_own_capacity_providers if {
	count(capacity_providers.violation) == 0 with input as daemon.creating([])
	count(capacity_providers.violation) == 0 with input as daemon.updating({})
}

test_refuses_those_of_others if {
	other := "arn:aws:ecs:eu-west-1:999999999999:capacity-provider/main"
	capacity_providers.violation == {{
		"msg": $"the capacity provider {other} is not an allowed one",
		"field": "/capacityProviderArns/1",
	}} with input as on([main, other])
	every found in ["arn:aws:ecs:us-east-1:123456789012:capacity-provider/main", "main", ""] {
		count(capacity_providers.violation) == 1 with input as on([found])
		count(capacity_providers.violation) == 1 with input as daemon.updating({"capacityProviderArns": [found]})
	}
}

test_refuses_without_account_or_region if {
	every known in ["/request/account", "/request/region"] {
		count(capacity_providers.violation) == 1 with input as json.remove(daemon.creating([]), [known])
	}
}

test_allowed_capacity_providers if {
	every allowed in [[main], ["*/main"]] {
		count(capacity_providers.violation) == 0 with input as fixture.with_parameters(on([main]), {"allowedCapacityProviders": allowed})
	}
	every allowed in [[], ["*/other"], main, null] {
		count(capacity_providers.violation) == 1 with input as fixture.with_parameters(on([main]), {"allowedCapacityProviders": allowed})
	}
}

test_refuses_wrong_types if {
	every wrong in [null, main, 1, {}, [null], [1], [[main]]] {
		count(capacity_providers.violation) == 1 with input as on(wrong)
	}
	count(capacity_providers.violation) == 1 with input as json.remove(daemon.creating([]), ["/request/object"])
}

test_unknown if {
	pointers := ["/capacityProviderArns", "/capacityProviderArns/0"]
	every case in array.concat(daemon.unknown_call, fixture.unknown_object(on([]), pointers)) {
		found := capacity_providers.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
}
