package policies.access["allowed-roles_test"]

import data.lib.express_fixture_test as express
import data.lib.fixture_test as fixture
import data.policies.access["allowed-roles"] as allowed_roles

web := "arn:aws:iam::123456789012:role/web"

roles := {"allowedRoles": {"prod-*": ["arn:aws:iam::{account}:role/web", "*/batch"], "*": ["arn:aws:iam::*:role/logs-only"], "dev": ["*"]}}

registering(found) := fixture.with_parameters(fixture.with_member("/taskRoleArn", found), roles)

running(found, cluster) := fixture.changed(fixture.running(registering(found)), [{"op": "add", "path": "/cluster", "value": cluster}])

test_allows_roles_of_the_cluster if {
	count(allowed_roles.violation) == 0 with input as running(web, "prod-eu")
	count(allowed_roles.violation) == 0 with input as running("app/batch", "prod-eu")
	count(allowed_roles.violation) == 0 with input as running("web", "prod-eu")
	count(allowed_roles.violation) == 0 with input as running("arn:aws:iam::123456789012:role/anything", "dev")
}

test_allows_roles_of_every_cluster if {
	every cluster in ["prod-eu", "sandbox"] {
		count(allowed_roles.violation) == 0 with input as running("logs-only", cluster)
	}
}

test_allows_at_registration_what_some_cluster_allows if {
	count(allowed_roles.violation) == 0 with input as registering(web)
	daemon := fixture.changed(registering(web), [{"op": "replace", "path": "/kind", "value": "DaemonTaskDefinition"}])
	count(allowed_roles.violation) == 0 with input as daemon
	few := fixture.with_parameters(registering(web), {"allowedRoles": {"prod-*": ["*/batch"]}})
	found := allowed_roles.violation with input as few
	found == {{"msg": $"the task role {web} is not allowed", "field": "/taskRoleArn"}}
}

test_allows_no_role if {
	count(allowed_roles.violation) == 0 with input as fixture.compliant
}

test_refuses_roles_of_another_cluster if {
	found := allowed_roles.violation with input as running(web, "sandbox")
	found == {{
		"msg": $"the task role {web} is not allowed in cluster sandbox",
		"field": "/context/taskDefinition/taskRoleArn",
	}}
}

test_refuses_execution_roles if {
	document := fixture.with_parameters(fixture.with_member("/executionRoleArn", "admin"), {"allowedRoles": {"*": []}})
	found := allowed_roles.violation with input as document
	found == {{"msg": "the execution role admin is not allowed", "field": "/executionRoleArn"}}
}

test_empty_list_allows_nothing if {
	every parameters in [{}, {"allowedRoles": {}}, {"allowedRoles": {"*": []}}] {
		count(allowed_roles.violation) == 1 with input as fixture.with_parameters(registering(web), parameters)
	}
}

test_refuses_where_the_cluster_is_not_known if {
	document := fixture.running(registering(web))
	found := allowed_roles.violation with input as document
	{violation.msg | some violation in found} == {$"the task role {web} is not allowed: its cluster is not known"}
	count(allowed_roles.violation) == 0 with input as fixture.running(registering("logs-only"))
}

test_refuses_without_account if {
	document := json.remove(running(web, "prod-eu"), ["/request/account"])
	count(allowed_roles.violation) == 1 with input as document
}

test_express_services if {
	found := allowed_roles.violation with input as fixture.with_parameters(express.creating([]), {"allowedRoles": {"*": ["*/web"]}})
	fixture.fields(found) == {"/executionRoleArn"}
}

test_refuses_wrong_types if {
	every wrong in [null, 1, [], {}] {
		count(allowed_roles.violation) == 1 with input as fixture.with_parameters(registering(wrong), {"allowedRoles": {"*": ["*"]}})
	}
}

test_unknown if {
	every member in ["/taskRoleArn", "/executionRoleArn"] {
		every case in fixture.unknown([member]) {
			found := allowed_roles.violation with input as case.input
			fixture.only_unknown(found, case.pointer)
		}
	}
}
