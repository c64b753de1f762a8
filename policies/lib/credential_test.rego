package lib.credential_test

import data.lib.credential
import data.lib.credential_fixture_test as secret
import data.lib.fixture_test as fixture

test_kind if {
	every found, kind in secret.secrets {
		credential.kind(found) == kind
	}
}

test_one_of_several if {
	credential.kind($"postgres://app:{secret.aws_key}@db") == "a URL with a password"
}

test_harmless if {
	every found in [
		"", "8080", "true", "https://example.com/a:b@c", "https://user@example.com", "http://example.com:80/x@y",
		"postgres://app:${DB_PASSWORD}@db", "postgres://app:$(DB_PASSWORD)@db", "postgres://app:$DB_PASSWORD@db",
		"postgres://app:{{password}}@db", "postgres://app:<password>@db", "AKIA", "AKIASHORT", "PRIVATE KEY", "eyJhbGciOi",
		"-----BEGIN CERTIFICATE-----", "ghp_short", "arn:aws:secretsmanager:eu-west-1:123456789012:secret:db",
	] {
		not credential.kind(found)
	}
}

# Longer than any token, and each with the text that makes the policy look closer.
test_what_only_begins_like_a_secret if {
	every found in [
		"MULTIMEDIA in ASIA and more", "the PRIVATE KEY is elsewhere", "eyJhbGciOiJIUzI1NiJ9 alone", "laughs and coughs out loud",
		"glpat-is-how-one-begins", "xoxo from all of us here", "https://hooks.slack.com/services", "k_live_is_the_middle_of_it",
		"AIza begins a Google key", "npm_config_loglevel=silent",
	] {
		not credential.kind(found)
	}
}

test_what_cannot_be_read if {
	every wrong in [null, 1, true, ["x"], {}, fixture.marker] {
		credential.kind(wrong) == "what cannot be read"
	}
}

test_in_command if {
	credential.in_command(secret.url) == "a URL with a password"
	every word in ["--password=hunter2", "exec app --db-password 'hunter2' -v", "--API_KEY=0000", `--token "x"`, "--Secret=x"] {
		credential.in_command(word) == "a password"
		not credential.kind(word)
	}
	every word in [
		"--password", "--password=$DB_PASSWORD", "--password ${DB_PASSWORD}", "--password=", "--token-file=x", "--secret=/run/secrets/x",
		"--secret=arn:aws:secretsmanager:eu-west-1:123456789012:secret:db", "--tokens=5", "--password --verbose", "password=hunter2",
	] {
		not credential.in_command(word)
	}
}
