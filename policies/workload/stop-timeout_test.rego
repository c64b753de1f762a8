package policies.workload["stop-timeout_test"]

import data.lib.fixture_test as fixture
import data.policies.workload["stop-timeout"] as stop_timeout

within(found) := fixture.with_container("stopTimeout", found)

test_allows_unset if {
	count(stop_timeout.violation) == 0 with input as fixture.compliant
}

test_allows_within if {
	every seconds in [2, 30, 120] {
		count(stop_timeout.violation) == 0 with input as within(seconds)
	}
}

test_refuses_longer_timeouts if {
	found := stop_timeout.violation with input as within(121)
	found == {{
		"msg": "container web is given 121 seconds to stop",
		"field": "/containerDefinitions/0/stopTimeout",
	}}
}

test_refuses_shorter_timeouts if {
	count(stop_timeout.violation) == 1 with input as within(1)
}

test_limits if {
	limits := {"maxSeconds": 60, "minSeconds": 10}
	every seconds in [10, 60] {
		count(stop_timeout.violation) == 0 with input as fixture.with_parameters(within(seconds), limits)
	}
	every seconds in [9, 61] {
		count(stop_timeout.violation) == 1 with input as fixture.with_parameters(within(seconds), limits)
	}
	every wrong in ["60", null] {
		count(stop_timeout.violation) == 1 with input as fixture.with_parameters(within(30), {"maxSeconds": wrong})
		count(stop_timeout.violation) == 1 with input as fixture.with_parameters(within(30), {"minSeconds": wrong})
	}
}

test_refuses_wrong_types if {
	every wrong in [null, "30", true, [], {}] {
		count(stop_timeout.violation) == 1 with input as fixture.with_container("stopTimeout", wrong)
	}
}

test_refuses_when_run if {
	found := stop_timeout.violation with input as fixture.running(within(600))
	fixture.fields(found) == {"/context/taskDefinition/containerDefinitions/0/stopTimeout"}
}

test_unknown if {
	every case in fixture.unknown_container("stopTimeout") {
		found := stop_timeout.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
}
