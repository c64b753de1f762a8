package policies.workload["restart-policy_test"]

import data.lib.fixture_test as fixture
import data.policies.workload["restart-policy"] as restart_policy

restarting(found) := fixture.with_container("restartPolicy", {"enabled": found, "restartAttemptPeriod": 60})

test_allows_none if {
	count(restart_policy.violation) == 0 with input as fixture.compliant
	count(restart_policy.violation) == 0 with input as restarting(false)
}

test_refuses_restarts_in_place if {
	found := restart_policy.violation with input as restarting(true)
	found == {{
		"msg": "container web restarts in place",
		"field": "/containerDefinitions/0/restartPolicy/enabled",
	}}
}

test_refuses_wrong_types if {
	every wrong in [null, "false", 0, [], {}] {
		count(restart_policy.violation) == 1 with input as restarting(wrong)
	}
	count(restart_policy.violation) == 1 with input as fixture.with_container("restartPolicy", true)
}

test_refuses_when_run if {
	found := restart_policy.violation with input as fixture.running(restarting(true))
	fixture.fields(found) == {"/context/taskDefinition/containerDefinitions/0/restartPolicy/enabled"}
}

test_unknown if {
	every case in fixture.unknown_container("restartPolicy") {
		found := restart_policy.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
}

test_unknown_member if {
	found := restart_policy.violation with input as restarting(fixture.marker)
	fixture.only_unknown(found, "/containerDefinitions/0/restartPolicy/enabled")
}
