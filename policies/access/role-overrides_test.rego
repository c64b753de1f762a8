package policies.access["role-overrides_test"]

import data.lib.fixture_test as fixture
import data.policies.access["role-overrides"] as role_overrides

overriding(overrides) := fixture.launching("Task", "CREATE", {"taskDefinition": "web:1", "overrides": overrides})

role := "arn:aws:iam::123456789012:role/app/admin"

test_allows_no_roles if {
	count(role_overrides.violation) == 0 with input as overriding({})
	count(role_overrides.violation) == 0 with input as overriding({"containerOverrides": [{"name": "web"}], "taskRoleArn": ""})
	count(role_overrides.violation) == 0 with input as fixture.launching("Task", "CREATE", {})
}

test_refuses_both_roles if {
	found := role_overrides.violation with input as overriding({"taskRoleArn": role, "executionRoleArn": role})
	fixture.fields(found) == {"/overrides/taskRoleArn", "/overrides/executionRoleArn"}
}

test_allowed_roles if {
	document := overriding({"taskRoleArn": role})
	every pattern in [role, "arn:aws:iam::123456789012:role/app/*"] {
		count(role_overrides.violation) == 0 with input as fixture.with_parameters(document, {"allowedRoles": [pattern]})
	}
	every pattern in ["arn:aws:iam::999999999999:role/*", "admin", "arn:aws:iam::123456789012:role/app"] {
		count(role_overrides.violation) == 1 with input as fixture.with_parameters(document, {"allowedRoles": [pattern]})
	}
}

test_refuses_wrong_types if {
	every wrong in [null, 1, [], {}] {
		count(role_overrides.violation) == 1 with input as overriding({"taskRoleArn": wrong})
	}
}

test_unknown if {
	found := role_overrides.violation with input as overriding({"taskRoleArn": fixture.marker})
	fixture.only_unknown(found, "/overrides/taskRoleArn")
	all := role_overrides.violation with input as overriding(fixture.marker)
	fixture.only_unknown(all, "/overrides")
}
