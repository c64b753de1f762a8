package policies.daemon["drain-percent_test"]

import data.lib.daemon_fixture_test as daemon
import data.lib.fixture_test as fixture
import data.policies.daemon["drain-percent"] as drain_percent

draining(found) := daemon.with_member("/deploymentConfiguration/drainPercent", found)

test_allows_few if {
	every found in [0, 10, 25, 12.5] {
		count(drain_percent.violation) == 0 with input as draining(found)
	}
	count(drain_percent.violation) == 0 with input as daemon.updating({})
}

test_refuses_many if {
	drain_percent.violation == {{
		"msg": "drainPercent is not at most 25",
		"field": "/deploymentConfiguration/drainPercent",
	}} with input as draining(26)
	count(drain_percent.violation) == 1 with input as daemon.updating({"deploymentConfiguration": {"drainPercent": 100}})
}

test_refuses_none if {
	every document in [daemon.without_member("/deploymentConfiguration"), daemon.updating({"deploymentConfiguration": {}})] {
		found := drain_percent.violation with input as document
		{violation.msg | some violation in found} == {"drainPercent is not set"}
	}
}

test_max_drain_percent if {
	count(drain_percent.violation) == 0 with input as fixture.with_parameters(draining(50), {"maxDrainPercent": 50})
	count(drain_percent.violation) == 1 with input as fixture.with_parameters(draining(51), {"maxDrainPercent": 50})
}

test_refuses_wrong_types if {
	every wrong in ["10", null, true, [], {}] {
		count(drain_percent.violation) == 1 with input as draining(wrong)
	}
	every wrong in [null, "10", []] {
		count(drain_percent.violation) == 1 with input as daemon.with_member("/deploymentConfiguration", wrong)
	}
}

test_unknown if {
	pointers := ["/deploymentConfiguration", "/deploymentConfiguration/drainPercent"]
	every case in array.concat(daemon.unknown_call, fixture.unknown_object(daemon.creating([]), pointers)) {
		found := drain_percent.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
}
