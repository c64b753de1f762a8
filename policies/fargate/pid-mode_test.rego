package policies.fargate["pid-mode_test"]

import data.lib.fixture_test as fixture
import data.policies.fargate["pid-mode"] as pid_mode

daemon(document) := json.patch(document, [{"op": "add", "path": "/request/kind", "value": "DaemonTaskDefinition"}])

test_allows_none_and_the_tasks_own if {
	count(pid_mode.violation) == 0 with input as fixture.compliant
	count(pid_mode.violation) == 0 with input as fixture.with_member("/pidMode", "task")
}

test_refuses_the_hosts if {
	pid_mode.violation == {{
		"msg": "pidMode is host, which Fargate does not allow",
		"field": "/pidMode",
	}} with input as fixture.with_member("/pidMode", "host")
}

test_refuses_task_for_windows if {
	pid_mode.violation == {{
		"msg": "pidMode is task, which Fargate does not allow for Windows",
		"field": "/pidMode",
	}} with input as fixture.windows([{"op": "add", "path": "/pidMode", "value": "task"}])
	count(pid_mode.violation) == 0 with input as fixture.windows([])
}

test_daemons if {
	count(pid_mode.violation) == 0 with input as daemon(fixture.with_member("/pidMode", "none"))
	count(pid_mode.violation) == 1 with input as daemon(fixture.with_member("/pidMode", "shared"))
}

test_refuses_when_run if {
	found := pid_mode.violation with input as fixture.running(fixture.with_member("/pidMode", "host"))
	fixture.fields(found) == {"/context/taskDefinition/pidMode"}
}

test_refuses_wrong_types if {
	every wrong in [null, {}, ["task"], 1, "TASK", "none"] {
		count(pid_mode.violation) == 1 with input as fixture.with_member("/pidMode", wrong)
	}
}

test_unknown if {
	every case in fixture.unknown(["/pidMode"]) {
		found := pid_mode.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
}

test_unknown_operating_system if {
	every pointer in ["/runtimePlatform", "/runtimePlatform/operatingSystemFamily"] {
		document := fixture.with_member(pointer, fixture.marker)
		count(pid_mode.violation) == 0 with input as document
		found := pid_mode.violation with input as fixture.changed(document, [{"op": "add", "path": "/object/pidMode", "value": "task"}])
		fixture.only_unknown(found, pointer)
	}
}
