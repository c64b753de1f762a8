package policies.secrets["command-values_test"]

import data.lib.credential_fixture_test as credential
import data.lib.express_fixture_test as express
import data.lib.fixture_test as fixture
import data.policies.secrets["command-values"] as command_values

members := ["command", "entryPoint", "healthCheck/command"]

saying(member, words) := fixture.registering([
	{"op": "add", "path": "/containerDefinitions/0/healthCheck", "value": {"command": ["CMD", "true"]}},
	{"op": "add", "path": $"/containerDefinitions/0/{member}", "value": words},
])

test_allows_ordinary_commands if {
	count(command_values.violation) == 0 with input as fixture.compliant
	every member in members {
		every words in [[], ["npm", "start"], ["sh", "-c", "curl https://example.com/a:b@c"], ["--url", "postgres://app:$DB_PASSWORD@db"]] {
			count(command_values.violation) == 0 with input as saying(member, words)
		}
	}
}

test_refuses_secrets if {
	every member in members {
		command_values.violation == {{
			"msg": $"container web: its {trim_prefix(member, "healthCheck/")} holds an AWS access key",
			"field": $"/containerDefinitions/0/{member}/1",
		}} with input as saying(member, ["run", $"--key={credential.aws_key}"])
	}
}

test_refuses_passwords_as_options if {
	every word in ["--password=hunter2", "exec app --db-password 'hunter2' -v", "--API_KEY=0000", `--token "x"`, "--Secret=x"] {
		messages := {violation.msg | some violation in command_values.violation} with input as saying("command", ["app", word])
		messages == {"container web: its command holds a password"}
	}
	every word in [
		"--password", "--password=$DB_PASSWORD", "--password ${DB_PASSWORD}", "--password=", "--token-file=x", "--secret=/run/secrets/x",
		"--secret=arn:aws:secretsmanager:eu-west-1:123456789012:secret:db", "--tokens=5", "--password --verbose", "password=hunter2",
	] {
		count(command_values.violation) == 0 with input as saying("command", ["app", word])
	}
}

test_refuses_when_run if {
	found := command_values.violation with input as fixture.running(saying("command", ["migrate", credential.url]))
	fixture.fields(found) == {"/context/taskDefinition/containerDefinitions/0/command/1"}
}

test_ignored_containers if {
	document := fixture.with_parameters(saying("command", [credential.url]), {"ignoreContainers": ["web"]})
	count(command_values.violation) == 0 with input as document
}

test_refuses_wrong_types if {
	every member in members {
		every wrong in ["npm start", null, 1, {}, [null], [1], [["npm"]]] {
			count(command_values.violation) == 1 with input as saying(member, wrong)
		}
	}
	every wrong in [null, "true", [], 1] {
		count(command_values.violation) == 1 with input as fixture.with_container("healthCheck", wrong)
	}
}

test_express_services if {
	document := express.with_member("/primaryContainer/command", ["run", credential.url])
	command_values.violation == {{
		"msg": "container Main: its command holds a URL with a password",
		"field": "/primaryContainer/command/1",
	}} with input as document
	count(command_values.violation) == 0 with input as express.creating([])
	every case in express.unknown_container("command") {
		found := command_values.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
}

test_unknown if {
	every member in ["command", "entryPoint", "healthCheck"] {
		every case in fixture.unknown_container(member) {
			found := command_values.violation with input as case.input
			fixture.only_unknown(found, case.pointer)
		}
	}
}
