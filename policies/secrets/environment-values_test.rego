package policies.secrets["environment-values_test"]

import data.lib.fixture_test as fixture
import data.policies.secrets["environment-values"] as environment_values

holding(found) := fixture.with_container("environment", [{"name": "PORT", "value": "80"}, {"name": "SETTING", "value": found}])

# Written in two parts, so that no scanner takes these made-up values for real ones.
aws_key := concat("", ["AK", "IAIOSFODNN7EXAMPLE"])

letters := "abcdefghijklmnopqrstuvwxyz0123456789"

secrets := {
	aws_key: "an AWS access key",
	concat("", ["key=AS", "IAIOSFODNN7EXAMPLE;"]): "an AWS access key",
	concat("", ["-----BEGIN ", "PRIVATE KEY-----\nMIIE"]): "a private key",
	concat("", ["-----BEGIN ", "RSA PRIVATE KEY-----"]): "a private key",
	concat("", ["-----BEGIN ", "PGP PRIVATE KEY BLOCK-----"]): "a private key",
	concat("", ["gh", "p_", letters]): "a GitHub token",
	concat("", ["github_", "pat_", letters]): "a GitHub token",
	concat("", ["gl", "pat-", letters]): "a GitLab token",
	concat("", ["xo", "xb-1234567890-abcdef"]): "a Slack token",
	concat("", ["https://hooks.", "slack.com/services/T00000000/B00000000/0000"]): "a Slack webhook",
	concat("", ["sk_", "live_", letters]): "a Stripe key",
	concat("", ["AI", "za", letters]): "a Google API key",
	concat("", ["np", "m_", letters]): "an npm token",
	concat("", ["Bearer ey", "JhbGciOiJIUzI1NiJ9.ey", "JzdWIiOiIxIn0aa.c2ln"]): "a JSON Web Token",
	"postgres://app:hunter2@db.example:5432/app": "a URL with a password",
	"redis://:hunter2@cache.example": "a URL with a password",
	"url=amqp://guest:guest@mq?x=1": "a URL with a password",
}

test_refuses_secrets if {
	every found, kind in secrets {
		environment_values.violation == {{
			"msg": $"container web: the value of SETTING looks like {kind}",
			"field": "/containerDefinitions/0/environment/1/value",
		}} with input as holding(found)
	}
}

test_refuses_one_of_several_kinds_once if {
	both := $"postgres://app:{aws_key}@db"
	count(environment_values.violation) == 1 with input as holding(both)
}

test_allows_harmless_values if {
	every found in [
		"", "8080", "true", "https://example.com/a:b@c", "https://user@example.com", "http://example.com:80/x@y",
		"postgres://app:${DB_PASSWORD}@db", "postgres://app:$(DB_PASSWORD)@db", "postgres://app:$DB_PASSWORD@db",
		"postgres://app:{{password}}@db", "postgres://app:<password>@db", "AKIA", "AKIASHORT", "PRIVATE KEY", "eyJhbGciOi",
		"-----BEGIN CERTIFICATE-----", "ghp_short", "arn:aws:secretsmanager:eu-west-1:123456789012:secret:db",
	] {
		count(environment_values.violation) == 0 with input as holding(found)
	}
	count(environment_values.violation) == 0 with input as fixture.with_container("environment", [{"name": "EMPTY"}])
	count(environment_values.violation) == 0 with input as fixture.without_container("environment")
}

# Longer than any token, and each with the text that makes the policy look closer.
test_allows_what_only_begins_like_a_secret if {
	every found in [
		"MULTIMEDIA in ASIA and more", "the PRIVATE KEY is elsewhere", "eyJhbGciOiJIUzI1NiJ9 alone", "laughs and coughs out loud",
		"glpat-is-how-one-begins", "xoxo from all of us here", "https://hooks.slack.com/services", "k_live_is_the_middle_of_it",
		"AIza begins a Google key", "npm_config_loglevel=silent",
	] {
		count(environment_values.violation) == 0 with input as holding(found)
	}
}

test_without_a_name if {
	document := fixture.with_container("environment", [{"name": {}, "value": "redis://:hunter2@cache"}])
	found := environment_values.violation with input as document
	{violation.msg | some violation in found} == {"container web: the value of an environment variable looks like a URL with a password"}
}

test_refuses_merged_overrides_when_run if {
	found := environment_values.violation with input as fixture.running(holding(aws_key))
	fixture.fields(found) == {"/context/taskDefinition/containerDefinitions/0/environment/1/value"}
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
}
