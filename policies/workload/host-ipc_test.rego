package policies.workload["host-ipc_test"]

import data.lib.fixture_test as fixture
import data.policies.workload["host-ipc"] as host_ipc

test_allows_own_namespaces if {
	count(host_ipc.violation) == 0 with input as fixture.compliant
	every mode in ["none", "task"] {
		count(host_ipc.violation) == 0 with input as fixture.with_member("/ipcMode", mode)
	}
}

test_refuses_host if {
	found := host_ipc.violation with input as fixture.with_member("/ipcMode", "host")
	fixture.fields(found) == {"/ipcMode"}
}

test_refuses_shared_daemon if {
	daemon := json.patch(
		fixture.with_member("/ipcMode", "shared"),
		[{"op": "add", "path": "/request/kind", "value": "DaemonTaskDefinition"}],
	)
	count(host_ipc.violation) == 1 with input as daemon
}

test_refuses_when_run if {
	found := host_ipc.violation with input as fixture.running(fixture.with_member("/ipcMode", "host"))
	fixture.fields(found) == {"/context/taskDefinition/ipcMode"}
}

test_refuses_wrong_types if {
	every wrong in ["Host", "HOST", " host", "", null, true, ["task"], {}] {
		count(host_ipc.violation) == 1 with input as fixture.with_member("/ipcMode", wrong)
	}
}

test_unknown if {
	every case in fixture.unknown(["/ipcMode"]) {
		found := host_ipc.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
}
