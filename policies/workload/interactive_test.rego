package policies.workload.interactive_test

import data.lib.fixture_test as fixture
import data.policies.workload.interactive

test_allows_neither if {
	count(interactive.violation) == 0 with input as fixture.compliant
	count(interactive.violation) == 0 with input as fixture.with_container("interactive", false)
}

test_refuses_an_open_standard_input if {
	found := interactive.violation with input as fixture.with_container("interactive", true)
	found == {{
		"msg": "container web keeps its standard input open",
		"field": "/containerDefinitions/0/interactive",
	}}
}

test_refuses_a_terminal if {
	found := interactive.violation with input as fixture.with_container("pseudoTerminal", true)
	found == {{
		"msg": "container web has a terminal",
		"field": "/containerDefinitions/0/pseudoTerminal",
	}}
}

test_refuses_wrong_types if {
	every wrong in [null, "false", 0, [], {}] {
		count(interactive.violation) == 1 with input as fixture.with_container("pseudoTerminal", wrong)
	}
}

test_refuses_when_run if {
	found := interactive.violation with input as fixture.running(fixture.with_container("interactive", true))
	fixture.fields(found) == {"/context/taskDefinition/containerDefinitions/0/interactive"}
}

test_unknown if {
	every case in fixture.unknown_container("interactive") {
		found := interactive.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
}
