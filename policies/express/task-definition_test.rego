package policies.express["task-definition_test"]

import data.lib.express_fixture_test as express
import data.lib.fixture_test as fixture
import data.policies.express["task-definition"] as task_definition

web := "arn:aws:ecs:eu-west-1:123456789012:task-definition/web:3"

naming(found) := express.with_member("/taskDefinitionArn", found)

test_allows_none_and_own_revisions if {
	count(task_definition.violation) == 0 with input as express.creating([])
	count(task_definition.violation) == 0 with input as naming(web)
	count(task_definition.violation) == 0 with input as express.updating({"cpu": "512"})
	count(task_definition.violation) == 0 with input as express.updating({"taskDefinitionArn": web})
}

test_refuses_other_accounts if {
	task_definition.violation == {{
		"msg": "the task definition task-definition/web:3 of account 999999999999 is not an allowed one",
		"field": "/taskDefinitionArn",
	}} with input as naming("arn:aws:ecs:eu-west-1:999999999999:task-definition/web:3")
	count(task_definition.violation) == 1 with input as json.remove(naming(web), ["/request/account"])
}

test_refuses_what_is_no_revision if {
	every found in [
		"web", "web:3", "arn:aws:ecs:eu-west-1:123456789012:task-definition/web",
		"arn:aws:ecs:eu-west-1:123456789012:daemon-task-definition/web:3", "arn:aws:s3:eu-west-1:123456789012:task-definition/web:3",
	] {
		every document in [naming(found), express.updating({"taskDefinitionArn": found})] {
			refused := task_definition.violation with input as document
			{violation.msg | some violation in refused} == {"the task definition has no ARN of a revision"}
		}
	}
	count(task_definition.violation) == 1 with input as naming("arn:aws:ecs:eu-west-1:123456789012:task-definition/web:")
}

test_allowed_families if {
	every families in [["web"], ["w*"], ["api", "web"]] {
		count(task_definition.violation) == 0 with input as fixture.with_parameters(naming(web), {"allowedFamilies": families})
	}
	every families in [[], ["api"], ["web:3"], "web"] {
		count(task_definition.violation) == 1 with input as fixture.with_parameters(naming(web), {"allowedFamilies": families})
	}
}

test_refuses_wrong_types if {
	every wrong in [null, 1, [web], {}] {
		count(task_definition.violation) == 1 with input as naming(wrong)
	}
}

test_unknown if {
	every case in array.concat(express.unknown_call, fixture.unknown_object(express.creating([]), ["/taskDefinitionArn"])) {
		found := task_definition.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
}
