package policies.workload["fault-injection_test"]

import data.lib.fixture_test as fixture
import data.policies.workload["fault-injection"] as fault_injection

injecting(found) := fixture.with_member("/enableFaultInjection", found)

test_allows_none if {
	count(fault_injection.violation) == 0 with input as fixture.compliant
	count(fault_injection.violation) == 0 with input as injecting(false)
}

test_refuses_fault_injection if {
	found := fault_injection.violation with input as injecting(true)
	found == {{
		"msg": "fault injection is enabled",
		"field": "/enableFaultInjection",
	}}
}

test_refuses_wrong_types if {
	every wrong in [null, "false", 0, [], {}] {
		count(fault_injection.violation) == 1 with input as injecting(wrong)
	}
}

test_refuses_when_run if {
	found := fault_injection.violation with input as fixture.running(injecting(true))
	fixture.fields(found) == {"/context/taskDefinition/enableFaultInjection"}
}

test_unknown if {
	every case in fixture.unknown(["/enableFaultInjection"]) {
		found := fault_injection.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
}
