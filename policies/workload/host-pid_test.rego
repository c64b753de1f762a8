package policies.workload["host-pid_test"]

import data.lib.fixture_test as fixture
import data.policies.workload["host-pid"] as host_pid

test_allows_own_namespaces if {
	count(host_pid.violation) == 0 with input as fixture.compliant
	every mode in ["none", "task"] {
		count(host_pid.violation) == 0 with input as fixture.with_member("/pidMode", mode)
	}
}

test_refuses_host if {
	found := host_pid.violation with input as fixture.with_member("/pidMode", "host")
	fixture.fields(found) == {"/pidMode"}
}

test_refuses_shared_daemon if {
	daemon := json.patch(
		fixture.with_member("/pidMode", "shared"),
		[{"op": "add", "path": "/request/kind", "value": "DaemonTaskDefinition"}],
	)
	count(host_pid.violation) == 1 with input as daemon
}

test_refuses_when_run if {
	found := host_pid.violation with input as fixture.running(fixture.with_member("/pidMode", "host"))
	fixture.fields(found) == {"/context/taskDefinition/pidMode"}
}

test_refuses_wrong_types if {
	every wrong in ["Host", "HOST", " host", "", null, true, ["task"], {}] {
		count(host_pid.violation) == 1 with input as fixture.with_member("/pidMode", wrong)
	}
}

test_unknown if {
	every case in fixture.unknown(["/pidMode"]) {
		found := host_pid.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
}
