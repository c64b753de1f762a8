package policies.express["separate-roles_test"]

import data.lib.express_fixture_test as express
import data.lib.fixture_test as fixture
import data.policies.express["separate-roles"] as separate_roles

roles := ["executionRoleArn", "infrastructureRoleArn", "taskRoleArn"]

same(first, second) := express.with_member($"/{first}", express.service[second])

test_allows_three_roles if {
	count(separate_roles.violation) == 0 with input as express.creating([])
	count(separate_roles.violation) == 0 with input as express.without_member("/taskRoleArn")
	count(separate_roles.violation) == 0 with input as fixture.asking("ExpressGatewayService", "CREATE", {})
	count(separate_roles.violation) == 0 with input as express.updating({"taskRoleArn": express.service.infrastructureRoleArn})
}

test_refuses_one_role_for_two if {
	separate_roles.violation == {{
		"msg": "taskRoleArn is the same role as infrastructureRoleArn",
		"field": "/taskRoleArn",
	}} with input as same("taskRoleArn", "infrastructureRoleArn")
	every first in roles {
		every second in roles {
			count(separate_roles.violation) == {true: 0, false: 1}[first == second] with input as same(first, second)
		}
	}
}

test_refuses_an_update_to_one_role_for_two if {
	role := "arn:aws:iam::123456789012:role/web"
	found := separate_roles.violation with input as express.updating({"taskRoleArn": role, "executionRoleArn": role})
	fixture.fields(found) == {"/taskRoleArn"}
}

test_refuses_wrong_types if {
	every member in roles {
		every wrong in [null, 1, ["role"], {}] {
			found := separate_roles.violation with input as express.with_member($"/{member}", wrong)
			fixture.fields(found) == {$"/{member}"}
		}
	}
}

test_unknown if {
	pointers := [$"/{member}" | some member in roles]
	every case in array.concat(express.unknown_call, fixture.unknown_object(express.creating([]), pointers)) {
		found := separate_roles.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
}
