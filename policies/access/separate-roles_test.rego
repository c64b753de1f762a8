package policies.access["separate-roles_test"]

import data.lib.express_fixture_test as express
import data.lib.fixture_test as fixture
import data.policies.access["separate-roles"] as separate_roles

web := "arn:aws:iam::123456789012:role/web"

with_roles(of_task, of_execution) := fixture.registering([
	{"op": "add", "path": "/taskRoleArn", "value": of_task},
	{"op": "add", "path": "/executionRoleArn", "value": of_execution},
])

test_allows_two_roles if {
	every of_execution in ["arn:aws:iam::123456789012:role/execution", "execution", "arn:aws:iam::999999999999:role/web", ""] {
		count(separate_roles.violation) == 0 with input as with_roles(web, of_execution)
		count(separate_roles.violation) == 0 with input as with_roles(of_execution, web)
	}
	count(separate_roles.violation) == 0 with input as with_roles("web", "execution")
}

test_allows_one_or_none if {
	count(separate_roles.violation) == 0 with input as fixture.compliant
	every member in ["/taskRoleArn", "/executionRoleArn"] {
		count(separate_roles.violation) == 0 with input as fixture.with_member(member, web)
	}
}

test_refuses_one_role_for_both if {
	found := separate_roles.violation with input as with_roles(web, web)
	found == {{"msg": "the task role is the execution role", "field": "/taskRoleArn"}}
	run := separate_roles.violation with input as fixture.running(with_roles(web, web))
	fixture.fields(run) == {"/context/taskDefinition/taskRoleArn"}
}

test_refuses_other_spellings_of_it if {
	every other in ["web", "/web", "Web", "arn:aws:iam::123456789012:role/WEB", "arn:aws:iam::123456789012:role/app/web"] {
		count(separate_roles.violation) == 1 with input as with_roles(web, other)
		count(separate_roles.violation) == 1 with input as with_roles(other, web)
	}
}

test_express_services if {
	count(separate_roles.violation) == 0 with input as express.creating([])
	one := express.with_member("/taskRoleArn", "express-execution")
	count(separate_roles.violation) == 1 with input as one
	count(separate_roles.violation) == 0 with input as express.updating({"taskRoleArn": web})
}

test_refuses_wrong_types if {
	every wrong in [null, 1, [], {}] {
		of_task := separate_roles.violation with input as with_roles(wrong, web)
		fixture.fields(of_task) == {"/taskRoleArn"}
		of_execution := separate_roles.violation with input as with_roles(web, wrong)
		fixture.fields(of_execution) == {"/executionRoleArn"}
		both := separate_roles.violation with input as with_roles(wrong, wrong)
		fixture.fields(both) == {"/taskRoleArn"}
	}
}

test_unknown if {
	of_task := separate_roles.violation with input as with_roles(fixture.marker, web)
	fixture.only_unknown(of_task, "/taskRoleArn")
	of_execution := separate_roles.violation with input as with_roles(web, fixture.marker)
	fixture.only_unknown(of_execution, "/executionRoleArn")
	both := separate_roles.violation with input as with_roles(fixture.marker, fixture.marker)
	fixture.only_unknown(both, "/taskRoleArn")
	every case in fixture.unknown([]) {
		found := separate_roles.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
}

test_unknown_beside_none if {
	count(separate_roles.violation) == 0 with input as with_roles(fixture.marker, "")
	count(separate_roles.violation) == 0 with input as with_roles("", fixture.marker)
}
