package policies.secrets["environment-names_test"]

import data.lib.express_fixture_test as express
import data.lib.fixture_test as fixture
import data.policies.secrets["environment-names"] as environment_names

named(name) := fixture.with_container("environment", [{"name": "PORT", "value": "80"}, {"name": name, "value": "x"}])

test_allows_ordinary_names if {
	every name in [
		"PATH", "PWD", "DB_HOST", "TOKEN_URL", "SECRET_ARN", "DB_PASSWORD_FILE", "KEY", "GOOD_KEY", "AWS_REGION",
		"S3_OBJECT_KEY", "PASSENGERS", "COMPASS", "PUBLIC_KEY",
	] {
		count(environment_names.violation) == 0 with input as named(name)
	}
	count(environment_names.violation) == 0 with input as fixture.without_container("environment")
}

test_refuses_secret_names if {
	every name in [
		"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "ECS_ENGINE_AUTH_DATA", "DB_PASSWORD", "PASSWORD",
		"dbPassword", "Db_Pass", "MYSQL_PWD", "PGPASSWORD", "GITHUB_TOKEN", "authToken", "CLIENT_SECRET", "STRIPE_API_KEY",
		"apiKey", "SECRET_KEY_BASE", "TLS_PRIVATE_KEY", "JWT_SIGNING_KEY", " DB_PASSWORD ", "spring.secret-key", "tls.private-key", "awsAccessKey", "tlsPrivateKey", "appSecretKey",
	] {
		found := environment_names.violation with input as named(name)
		fixture.fields(found) == {"/containerDefinitions/0/environment/1/name"}
	}
}

test_never_tells_the_value if {
	document := fixture.with_container("environment", [{"name": "DB_PASSWORD", "value": "hunter2"}])
	environment_names.violation == {{
		"msg": "container web: the variable DB_PASSWORD is named like a secret",
		"field": "/containerDefinitions/0/environment/0/name",
	}} with input as document
}

test_refuses_merged_overrides_when_run if {
	found := environment_names.violation with input as fixture.running(named("DB_PASSWORD"))
	fixture.fields(found) == {"/context/taskDefinition/containerDefinitions/0/environment/1/name"}
}

test_allowed_names if {
	every pattern in ["csrf_token", "*_TOKEN", "*Token"] {
		document := fixture.with_parameters(named("CSRF_TOKEN"), {"allowedNames": [pattern]})
		count(environment_names.violation) == 0 with input as document
	}
	count(environment_names.violation) == 1 with input as fixture.with_parameters(named("CSRF_TOKEN"), {"allowedNames": ["TOKEN"]})
}

test_denied_names if {
	parameters := {"deniedNames": ["AWS_ACCESS_KEY_ID", "*_dsn"]}
	count(environment_names.violation) == 0 with input as fixture.with_parameters(named("DB_PASSWORD"), parameters)
	count(environment_names.violation) == 1 with input as fixture.with_parameters(named("APP_DSN"), parameters)
	count(environment_names.violation) == 1 with input as fixture.with_parameters(named("aws_access_key_id"), parameters)
}

test_a_star_counts_at_the_beginning_only if {
	parameters := {"deniedNames": ["A*"]}
	count(environment_names.violation) == 1 with input as fixture.with_parameters(named("A*"), parameters)
	count(environment_names.violation) == 0 with input as fixture.with_parameters(named("AB"), parameters)
}

test_refuses_wrong_types if {
	every wrong in [null, 1, ["PORT"], {}] {
		count(environment_names.violation) == 1 with input as named(wrong)
	}
	every wrong in ["PORT=80", null, {"PORT": "80"}, ["PORT=80"], [{"value": "x"}]] {
		count(environment_names.violation) == 1 with input as fixture.with_container("environment", wrong)
	}
}

test_unknown if {
	every member in ["environment", "environment/0", "environment/0/name"] {
		every case in fixture.unknown_container(member) {
			found := environment_names.violation with input as case.input
			fixture.only_unknown(found, case.pointer)
		}
	}
}

test_express_services if {
	count(environment_names.violation) == 0 with input as express.creating([])
	environment_names.violation == {{
		"msg": "container Main: the variable DB_PASSWORD is named like a secret",
		"field": "/primaryContainer/environment/0/name",
	}} with input as express.with_member("/primaryContainer/environment/0/name", "DB_PASSWORD")
	every case in express.unknown_container("environment") {
		found := environment_names.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
}
