package policies.tags["capacity-provider_test"]

import data.lib.fixture_test as fixture
import data.policies.tags["capacity-provider"] as capacity_provider

tagged(kind, tags) := fixture.asking(kind, "CREATE", {"tags": tags})

team := {"key": "team", "value": "payments"}

test_allows_any_tag if {
	every kind in ["CapacityProvider"] {
		count(capacity_provider.violation) == 0 with input as tagged(kind, [team])
	}
}

test_refuses_no_tag if {
	every kind in ["CapacityProvider"] {
		found := capacity_provider.violation with input as fixture.asking(kind, "CREATE", {})
		found == {{"msg": "there is no tag", "field": "/tags"}}
	}
	count(capacity_provider.violation) == 1 with input as tagged("CapacityProvider", [{"key": "aws:cloudformation:stack-name", "value": "web"}])
}

test_required_tag_keys if {
	parameters := {"requiredTagKeys": ["team", "cost-centre"]}
	found := capacity_provider.violation with input as fixture.with_parameters(tagged("CapacityProvider", [team]), parameters)
	found == {{"msg": "the tag cost-centre is missing", "field": "/tags"}}
	all := fixture.with_parameters(tagged("CapacityProvider", [team, {"key": "cost-centre", "value": "1"}]), parameters)
	count(capacity_provider.violation) == 0 with input as all
}

test_refuses_wrong_types if {
	every wrong in [null, "team", {"team": "payments"}, ["team"], [{"Key": "team"}]] {
		count(capacity_provider.violation) == 1 with input as tagged("CapacityProvider", wrong)
	}
}

test_unknown if {
	every case in fixture.unknown_object(tagged("CapacityProvider", []), ["", "/tags", "/tags/0"]) {
		found := capacity_provider.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
}

test_updates_do_not_change_tags if {
	count(capacity_provider.violation) == 0 with input as fixture.asking("CapacityProvider", "UPDATE", {})
}
