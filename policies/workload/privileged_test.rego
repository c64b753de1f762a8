package policies.workload.privileged_test

import data.lib.fixture_test as fixture
import data.policies.workload.privileged

test_allows_unprivileged if {
	count(privileged.violation) == 0 with input as fixture.compliant
}

test_allows_unset if {
	count(privileged.violation) == 0 with input as fixture.without_container("privileged")
}

test_refuses_privileged if {
	privileged.violation == {{
		"msg": "container web is privileged",
		"field": "/containerDefinitions/0/privileged",
	}} with input as fixture.with_container("privileged", true)
}

test_refuses_when_run if {
	refused := fixture.running(fixture.with_container("privileged", true))
	found := privileged.violation with input as refused
	fixture.fields(found) == {"/context/taskDefinition/containerDefinitions/0/privileged"}
}

test_refuses_wrong_types if {
	every wrong in ["true", "false", 1, 0, null, [], {}] {
		count(privileged.violation) == 1 with input as fixture.with_container("privileged", wrong)
	}
}

test_unknown if {
	every case in fixture.unknown_container("privileged") {
		found := privileged.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
}
