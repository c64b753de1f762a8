package policies.access["task-role_test"]

import data.lib.express_fixture_test as express
import data.lib.fixture_test as fixture
import data.policies.access["task-role"] as task_role

with_role(found) := fixture.with_member("/taskRoleArn", found)

test_allows_a_role if {
	every found in ["arn:aws:iam::123456789012:role/web", "web"] {
		count(task_role.violation) == 0 with input as with_role(found)
		count(task_role.violation) == 0 with input as fixture.running(with_role(found))
	}
}

test_refuses_no_role if {
	task_role.violation == {{"msg": "the task role is missing", "field": "/taskRoleArn"}} with input as fixture.compliant
	every empty in ["", " "] {
		count(task_role.violation) == 1 with input as with_role(empty)
	}
}

test_refuses_when_run if {
	found := task_role.violation with input as fixture.running(fixture.compliant)
	fixture.fields(found) == {"/context/taskDefinition/taskRoleArn"}
}

test_express_services if {
	count(task_role.violation) == 0 with input as express.creating([])
	count(task_role.violation) == 1 with input as express.without_member("/taskRoleArn")
	count(task_role.violation) == 0 with input as express.updating({"cpu": "512"})
}

test_refuses_wrong_types if {
	every wrong in [null, 1, [], {}] {
		count(task_role.violation) == 1 with input as with_role(wrong)
	}
}

test_unknown if {
	every case in fixture.unknown(["/taskRoleArn"]) {
		found := task_role.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
}
