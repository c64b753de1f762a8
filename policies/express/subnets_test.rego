package policies.express.subnets_test

import data.lib.express_fixture_test as express
import data.lib.fixture_test as fixture
import data.policies.express.subnets

within(network) := express.with_member("/networkConfiguration", network)

test_allows_named_subnets if {
	count(subnets.violation) == 0 with input as express.creating([])
	count(subnets.violation) == 0 with input as express.updating({"networkConfiguration": {"subnets": ["subnet-1"]}})
	count(subnets.violation) == 0 with input as express.updating({"cpu": "512"})
}

test_refuses_none if {
	every document in [
		express.without_member("/networkConfiguration"), within({"securityGroups": ["sg-1"]}), within({"subnets": []}),
		express.updating({"networkConfiguration": {"securityGroups": ["sg-1"]}}),
	] {
		subnets.violation == {{
			"msg": "no subnets are named, so the default VPC's are used",
			"field": "/networkConfiguration/subnets",
		}} with input as document
	}
}

test_allowed_subnets if {
	both := {"allowedSubnets": ["subnet-1", "subnet-2"]}
	count(subnets.violation) == 0 with input as fixture.with_parameters(express.creating([]), both)
	subnets.violation == {{
		"msg": "the subnet subnet-2 is not an allowed one",
		"field": "/networkConfiguration/subnets/1",
	}} with input as fixture.with_parameters(express.creating([]), {"allowedSubnets": ["subnet-1"]})
	every allowed in [[], "subnet-1", null] {
		count(subnets.violation) == 2 with input as fixture.with_parameters(express.creating([]), {"allowedSubnets": allowed})
	}
}

test_refuses_wrong_types if {
	every wrong in [null, "subnet-1", 1, {}] {
		count(subnets.violation) == 1 with input as within({"subnets": wrong})
		count(subnets.violation) == 1 with input as within({"subnets": [[wrong]]})
	}
	every wrong in [null, "subnet-1", []] {
		count(subnets.violation) == 1 with input as within(wrong)
	}
}

test_unknown if {
	pointers := ["/networkConfiguration", "/networkConfiguration/subnets"]
	every case in array.concat(express.unknown_call, fixture.unknown_object(express.creating([]), pointers)) {
		found := subnets.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
	found := subnets.violation with input as within({"subnets": ["subnet-1", fixture.marker]})
	fixture.only_unknown(found, "/networkConfiguration/subnets/1")
}
