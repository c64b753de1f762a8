package policies.fargate["task-parameters_test"]

import data.lib.fixture_test as fixture
import data.policies.fargate["task-parameters"] as task_parameters

daemon(document) := json.patch(document, [{"op": "add", "path": "/request/kind", "value": "DaemonTaskDefinition"}])

test_allows_none_of_them if {
	count(task_parameters.violation) == 0 with input as fixture.compliant
	count(task_parameters.violation) == 0 with input as fixture.with_member("/placementConstraints", [])
}

test_refuses_an_ipc_namespace if {
	task_parameters.violation == {{
		"msg": "ipcMode is task, which Fargate does not allow",
		"field": "/ipcMode",
	}} with input as fixture.with_member("/ipcMode", "task")
	every mode in ["host", "none", "HOST"] {
		count(task_parameters.violation) == 1 with input as fixture.with_member("/ipcMode", mode)
	}
}

test_refuses_placement_constraints if {
	task_parameters.violation == {{
		"msg": "placementConstraints are set, which Fargate does not allow",
		"field": "/placementConstraints",
	}} with input as fixture.with_member("/placementConstraints", [{"type": "memberOf", "expression": "runningTasksCount == 0"}])
}

test_allows_a_daemon_none if {
	count(task_parameters.violation) == 0 with input as daemon(fixture.with_member("/ipcMode", "none"))
	count(task_parameters.violation) == 1 with input as daemon(fixture.with_member("/ipcMode", "shared"))
}

test_refuses_when_run if {
	found := task_parameters.violation with input as fixture.running(fixture.with_member("/ipcMode", "host"))
	fixture.fields(found) == {"/context/taskDefinition/ipcMode"}
	placed := task_parameters.violation with input as fixture.running(fixture.with_member("/placementConstraints", [{}]))
	fixture.fields(placed) == {"/context/taskDefinition/placementConstraints"}
}

test_refuses_wrong_types if {
	every member in ["/ipcMode", "/placementConstraints"] {
		every wrong in [null, {}, 1, false] {
			count(task_parameters.violation) == 1 with input as fixture.with_member(member, wrong)
		}
	}
}

test_unknown if {
	every case in fixture.unknown(["/ipcMode", "/placementConstraints"]) {
		found := task_parameters.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
}
