package policies.workload["command-overrides_test"]

import data.lib.fixture_test as fixture
import data.policies.workload["command-overrides"] as command_overrides

overriding(overrides) := fixture.launching("Task", "CREATE", {"taskDefinition": "web:1", "overrides": overrides})

test_allows_no_command if {
	every object in [
		{},
		{"containerOverrides": []},
		{"containerOverrides": [{"name": "web", "environment": [{"name": "A", "value": "b"}]}]},
		{"containerOverrides": [{"name": "web", "command": []}]},
	] {
		count(command_overrides.violation) == 0 with input as overriding(object)
	}
	count(command_overrides.violation) == 0 with input as fixture.launching("Task", "CREATE", {})
}

test_refuses_commands if {
	overrides := {"containerOverrides": [{"name": "db"}, {"name": "web", "command": ["sh", "-c", "id"]}]}
	found := command_overrides.violation with input as overriding(overrides)
	found == {{
		"msg": "the command of container web is overridden",
		"field": "/overrides/containerOverrides/1/command",
	}}
}

test_ignored_containers if {
	document := overriding({"containerOverrides": [{"name": "migrate-db", "command": ["up"]}]})
	count(command_overrides.violation) == 0 with input as fixture.with_parameters(document, {"ignoreContainers": ["migrate-*"]})
	count(command_overrides.violation) == 1 with input as fixture.with_parameters(document, {"ignoreContainers": ["migrate"]})
}

test_refuses_wrong_types if {
	every wrong in ["sh", null, {}, true] {
		count(command_overrides.violation) == 1 with input as overriding({"containerOverrides": [{"command": wrong}]})
	}
	count(command_overrides.violation) == 1 with input as overriding("sh")
}

test_unknown if {
	every overrides in [
		fixture.marker,
		{"containerOverrides": fixture.marker},
		{"containerOverrides": [fixture.marker]},
		{"containerOverrides": [{"command": fixture.marker}]},
	] {
		found := command_overrides.violation with input as overriding(overrides)
		fixture.only_unknown(found, "/overrides/containerOverrides/0/command")
	}
}
