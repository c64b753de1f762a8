package policies.fargate.timeouts_test

import data.lib.fixture_test as fixture
import data.lib.target_fixture_test as on
import data.policies.fargate.timeouts

test_allows_2_to_120_and_none if {
	every seconds in [2, 30, 120] {
		count(timeouts.violation) == 0 with input as on.with_container("stopTimeout", seconds)
		count(timeouts.violation) == 0 with input as on.with_container("startTimeout", seconds)
	}
	count(timeouts.violation) == 0 with input as on.registering([])
}

test_refuses_others if {
	timeouts.violation == {{
		"msg": "container web: stopTimeout is 121, not from 2 to 120 seconds",
		"field": "/containerDefinitions/0/stopTimeout",
	}} with input as on.with_container("stopTimeout", 121)
	every seconds in [1, 0, -1, 2.5, 121, "30", null, [], {}] {
		found := timeouts.violation with input as on.with_container("startTimeout", seconds)
		fixture.fields(found) == {"/containerDefinitions/0/startTimeout"}
	}
}

test_refuses_when_run if {
	document := on.launching(on.with_container("stopTimeout", 300), {"launchType": "FARGATE"})
	found := timeouts.violation with input as document
	fixture.fields(found) == {"/context/taskDefinition/containerDefinitions/0/stopTimeout"}
}

test_not_applicable_elsewhere if {
	found := timeouts.violation with input as on.elsewhere(on.with_container("stopTimeout", 300))
	on.not_applicable(found)
}

test_ignored_containers if {
	document := fixture.with_parameters(on.with_container("stopTimeout", 300), {"ignoreContainers": ["web"]})
	count(timeouts.violation) == 0 with input as document
}

test_unknown if {
	every case in fixture.unknown_container("stopTimeout") {
		found := timeouts.violation with input as on.fargate(case.input)
		fixture.only_unknown(found, case.pointer)
	}
}
