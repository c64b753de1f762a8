package policies.isolation["sandbox-overrides_test"]

import data.lib.fixture_test as fixture
import data.lib.isolation_fixture_test as isolated
import data.lib.target_fixture_test as on
import data.policies.isolation["sandbox-overrides"] as sandbox_overrides

overriding(mode, overrides) := on.launching(isolated.sandboxed(mode), {"overrides": overrides})

test_allows_none if {
	count(sandbox_overrides.violation) == 0 with input as on.launching(isolated.sandboxed("ISOLATED_SANDBOX"), {})
	every overrides in [
		{},
		{"containerOverrides": []},
		{"containerOverrides": [{"name": "web"}, {}]},
		{"inferenceAcceleratorOverrides": [], "taskRoleArn": ""},
		{"ephemeralStorage": {}},
	] {
		count(sandbox_overrides.violation) == 0 with input as overriding("ISOLATED_SANDBOX", overrides)
	}
}

test_allows_overrides_without_a_sandbox if {
	count(sandbox_overrides.violation) == 0 with input as overriding("SHARED", {"cpu": "512"})
	count(sandbox_overrides.violation) == 0 with input as on.launching(fixture.compliant, {"overrides": {"cpu": "512"}})
}

test_refuses_overrides if {
	sandbox_overrides.violation == {{
		"msg": "the overrides of a sandboxed task are not empty",
		"field": "/overrides",
	}} with input as overriding("ISOLATED_SANDBOX", {"containerOverrides": [{"name": "web", "command": ["sh"]}]})
	every overrides in [{"taskRoleArn": "a"}, {"memory": "512"}, {"containerOverrides": [{"command": []}]}, {"x": null}] {
		count(sandbox_overrides.violation) == 1 with input as overriding("CONFIDENTIAL_SANDBOX", overrides)
	}
}

test_refuses_wrong_types if {
	every wrong in [null, 1, "none", {"containerOverrides": {"name": "web"}}, {"containerOverrides": [null]}] {
		count(sandbox_overrides.violation) == 1 with input as overriding("ISOLATED_SANDBOX", wrong)
	}
	count(sandbox_overrides.violation) == 1 with input as overriding(null, {"cpu": "1"})
}

test_unknown if {
	found := sandbox_overrides.violation with input as overriding("ISOLATED_SANDBOX", fixture.marker)
	fixture.only_unknown(found, "/overrides")
	mode := sandbox_overrides.violation with input as overriding(fixture.marker, {"cpu": "512"})
	fixture.only_unknown(mode, "/context/taskDefinition/trustedExecutionConfiguration/isolationMode")
}

test_unknown_overrides if {
	every at, overrides in {
		"cpu": {"cpu": fixture.marker, "memory": ""},
		"containerOverrides": {"containerOverrides": fixture.marker},
		"containerOverrides/1": {"containerOverrides": [{"name": "web"}, fixture.marker]},
	} {
		found := sandbox_overrides.violation with input as overriding("ISOLATED_SANDBOX", overrides)
		fixture.only_unknown(found, $"/overrides/{at}")
	}
}

test_refuses_what_is_known if {
	every overrides in [
		{"cpu": "512", "memory": fixture.marker},
		{"containerOverrides": [fixture.marker, {"name": "web", "command": ["sh"]}]},
	] {
		found := sandbox_overrides.violation with input as overriding("ISOLATED_SANDBOX", overrides)
		fixture.fields(found) == {"/overrides"}
	}
}
