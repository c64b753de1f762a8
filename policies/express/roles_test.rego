package policies.express.roles_test

import data.lib.express_fixture_test as express
import data.lib.fixture_test as fixture
import data.policies.express.roles

members := {
	"executionRoleArn": "allowedExecutionRoles",
	"infrastructureRoleArn": "allowedInfrastructureRoles",
	"taskRoleArn": "allowedTaskRoles",
}

other := "arn:aws:iam::999999999999:role/web"

test_allows_own_roles if {
	count(roles.violation) == 0 with input as express.creating([])
	count(roles.violation) == 0 with input as express.without_member("/taskRoleArn")
}

test_refuses_roles_of_others if {
	roles.violation == {{
		"msg": $"taskRoleArn is {other}, which is not allowed",
		"field": "/taskRoleArn",
	}} with input as express.with_member("/taskRoleArn", other)
	every member, _ in members {
		found := roles.violation with input as express.with_member($"/{member}", other)
		fixture.fields(found) == {$"/{member}"}
	}
}

test_refuses_missing_roles if {
	every member in ["executionRoleArn", "infrastructureRoleArn"] {
		found := roles.violation with input as express.without_member($"/{member}")
		found == {{"msg": $"{member} is missing", "field": $"/{member}"}}
	}
}

test_allows_no_execution_role_with_a_task_definition if {
	named := {
		"infrastructureRoleArn": express.service.infrastructureRoleArn,
		"taskDefinitionArn": "arn:aws:ecs:eu-west-1:123456789012:task-definition/web:1",
	}
	count(roles.violation) == 0 with input as fixture.asking("ExpressGatewayService", "CREATE", named)
}

test_allows_an_update_that_leaves_the_roles if {
	count(roles.violation) == 0 with input as express.updating({"cpu": "512"})
}

test_refuses_an_update_to_another_role if {
	count(roles.violation) == 1 with input as express.updating({"taskRoleArn": other})
}

test_refuses_without_account if {
	count(roles.violation) == 3 with input as json.remove(express.creating([]), ["/request/account"])
}

test_allowed_roles if {
	every member, name in members {
		document := express.with_member($"/{member}", other)
		every allowed in [[other], ["arn:aws:iam::999999999999:role/*"]] {
			count(roles.violation) == 0 with input as fixture.with_parameters(document, {name: allowed})
		}
		every allowed in [[], other, null] {
			count(roles.violation) == 1 with input as fixture.with_parameters(express.creating([]), {name: allowed})
		}
	}
}

test_refuses_wrong_types if {
	every member, _ in members {
		every wrong in [null, 1, [other], {}] {
			count(roles.violation) == 1 with input as express.with_member($"/{member}", wrong)
		}
	}
}

test_unknown if {
	pointers := [$"/{member}" | some member, _ in members]
	every case in array.concat(express.unknown_call, fixture.unknown_object(express.creating([]), pointers)) {
		found := roles.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
}
