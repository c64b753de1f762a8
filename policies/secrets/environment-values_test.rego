package policies.secrets["environment-values_test"]

import data.lib.credential_fixture_test as credential
import data.lib.express_fixture_test as express
import data.lib.fixture_test as fixture
import data.policies.secrets["environment-values"] as environment_values

holding(found) := fixture.with_container("environment", [{"name": "PORT", "value": "80"}, {"name": "SETTING", "value": found}])

test_refuses_secrets if {
	every found, kind in credential.secrets {
		environment_values.violation == {{
			"msg": $"container web: the value of SETTING looks like {kind}",
			"field": "/containerDefinitions/0/environment/1/value",
		}} with input as holding(found)
	}
}

test_allows_harmless_values if {
	every found in ["", "8080", "https://example.com/a:b@c", "postgres://app:$DB_PASSWORD@db"] {
		count(environment_values.violation) == 0 with input as holding(found)
	}
	count(environment_values.violation) == 0 with input as fixture.with_container("environment", [{"name": "EMPTY"}])
	count(environment_values.violation) == 0 with input as fixture.without_container("environment")
}

test_without_a_name if {
	document := fixture.with_container("environment", [{"name": {}, "value": "redis://:hunter2@cache"}])
	found := environment_values.violation with input as document
	{violation.msg | some violation in found} == {"container web: the value of an environment variable looks like a URL with a password"}
}

test_refuses_merged_overrides_when_run if {
	found := environment_values.violation with input as fixture.running(holding(credential.aws_key))
	fixture.fields(found) == {"/context/taskDefinition/containerDefinitions/0/environment/1/value"}
}

test_express_services if {
	count(environment_values.violation) == 0 with input as express.creating([])
	refused := [{"name": "DB", "value": credential.url}]
	every document in [
		express.with_member("/primaryContainer/environment", refused),
		express.updating({"primaryContainer": {"image": express.image, "environment": refused}}),
	] {
		environment_values.violation == {{
			"msg": "container Main: the value of DB looks like a URL with a password",
			"field": "/primaryContainer/environment/0/value",
		}} with input as document
	}
}

test_refuses_wrong_types if {
	every wrong in [null, 1, true, ["x"], {}] {
		count(environment_values.violation) == 1 with input as holding(wrong)
	}
	number := environment_values.violation with input as holding(1)
	{violation.msg | some violation in number} == {"container web: the value of SETTING looks like what cannot be read"}
	every wrong in ["PORT=80", null, {"PORT": "80"}, ["PORT=80"]] {
		count(environment_values.violation) == 1 with input as fixture.with_container("environment", wrong)
	}
}

test_unknown if {
	every member in ["environment", "environment/0", "environment/0/value"] {
		every case in fixture.unknown_container(member) {
			found := environment_values.violation with input as case.input
			fixture.only_unknown(found, case.pointer)
		}
	}
	every case in express.unknown_container("environment") {
		found := environment_values.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
}
