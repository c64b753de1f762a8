package policies.access["admin-role_test"]

import data.lib.express_fixture_test as express
import data.lib.fixture_test as fixture
import data.policies.access["admin-role"] as admin_role

with_role(found) := fixture.with_member("/taskRoleArn", found)

test_allows_other_names if {
	count(admin_role.violation) == 0 with input as fixture.compliant
	every found in ["web", "arn:aws:iam::123456789012:role/web", "arn:aws:iam::123456789012:role/admin/web", ""] {
		count(admin_role.violation) == 0 with input as with_role(found)
	}
}

test_refuses_administrators if {
	found := admin_role.violation with input as with_role("arn:aws:iam::123456789012:role/Admin")
	found == {{"msg": "the task role is called arn:aws:iam::123456789012:role/Admin", "field": "/taskRoleArn"}}
	every name in ["admin", "OrganizationAdminAccess", "AdministratorAccess", "aws-poweruser", "S3FullAccess", "s3-full-access", "/x/admin"] {
		count(admin_role.violation) == 1 with input as with_role(name)
	}
}

test_refuses_execution_roles if {
	found := admin_role.violation with input as fixture.running(fixture.with_member("/executionRoleArn", "admin"))
	found == {{"msg": "the execution role is called admin", "field": "/context/taskDefinition/executionRoleArn"}}
}

test_refuses_service_roles if {
	found := admin_role.violation with input as fixture.launching("Service", "CREATE", {"role": "admin"})
	found == {{"msg": "the service role is called admin", "field": "/role"}}
	count(admin_role.violation) == 0 with input as fixture.launching("Service", "CREATE", {"role": "ecsServiceRole"})
	count(admin_role.violation) == 0 with input as fixture.launching("Task", "CREATE", {"role": "admin"})
}

test_express_services if {
	count(admin_role.violation) == 0 with input as express.creating([])
	count(admin_role.violation) == 1 with input as express.updating({"executionRoleArn": "admin"})
}

test_admin_roles if {
	parameters := {"adminRoles": ["root-*"]}
	count(admin_role.violation) == 0 with input as fixture.with_parameters(with_role("admin"), parameters)
	count(admin_role.violation) == 1 with input as fixture.with_parameters(with_role("Root-Web"), parameters)
}

test_refuses_wrong_types if {
	every wrong in [null, 1, [], {}] {
		count(admin_role.violation) == 1 with input as with_role(wrong)
	}
}

test_unknown if {
	every member in ["/taskRoleArn", "/executionRoleArn"] {
		every case in fixture.unknown([member]) {
			found := admin_role.violation with input as case.input
			fixture.only_unknown(found, case.pointer)
		}
	}
	service := admin_role.violation with input as fixture.launching("Service", "CREATE", {"role": fixture.marker})
	fixture.only_unknown(service, "/role")
}
