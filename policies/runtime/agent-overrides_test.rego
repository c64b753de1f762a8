package policies.runtime["agent-overrides_test"]

import data.lib.agent_fixture_test as instrumented
import data.lib.fixture_test as fixture
import data.lib.target_fixture_test as on
import data.policies.runtime["agent-overrides"] as agent_overrides

overriding(override) := on.launching(instrumented.instrumented({}), {"overrides": {"containerOverrides": [override]}})

at := "/overrides/containerOverrides/0"

variable(name) := {"name": "web", "environment": [{"name": name, "value": "x"}]}

test_allows_other_overrides if {
	every override in [
		{"name": "agent"},
		{"name": "agent", "command": [], "environment": []},
		{"name": "agent", "cpu": 128},
		{"name": "web", "command": ["--debug"], "environmentFiles": [{"type": "s3", "value": "a"}]},
		variable("PORT"),
		variable("MY_SYSDIG_"),
	] {
		count(agent_overrides.violation) == 0 with input as overriding(override)
	}
	count(agent_overrides.violation) == 0 with input as on.launching(instrumented.instrumented({}), {})
}

test_refuses_overrides_of_the_agent if {
	agent_overrides.violation == {{
		"msg": "command of the agent's container is overridden",
		"field": $"{at}/command",
	}} with input as overriding({"name": "agent", "command": ["sleep"]})
	every member in ["environment", "environmentFiles"] {
		found := agent_overrides.violation with input as overriding({"name": "agent", member: [{"name": "A", "value": "b"}]})
		fixture.fields(found) == {$"{at}/{member}"}
	}
}

test_refuses_overrides_of_nobody_known if {
	every override in [{"command": ["sh"]}, {"name": 1, "command": ["sh"]}, {"name": "ghost", "command": ["sh"]}] {
		found := agent_overrides.violation with input as overriding(override)
		fixture.fields(found) == {$"{at}/command"}
	}
}

test_refuses_variables_that_steer_it if {
	agent_overrides.violation == {{
		"msg": "the variable SYSDIG_COLLECTOR steers a runtime agent, and is overridden",
		"field": $"{at}/environment/0/name",
	}} with input as overriding(variable("SYSDIG_COLLECTOR"))
	every name in ["LD_PRELOAD", "DD_RUNTIME_SECURITY_CONFIG_ENABLED", "AQUA_TOKEN", "FALCONCTL_OPTS", "__INSTRUMENTATION_WRAPPER"] {
		count(agent_overrides.violation) == 1 with input as overriding(variable(name))
	}
	every wrong in [null, 1, {}, []] {
		count(agent_overrides.violation) == 1 with input as overriding(variable(wrong))
	}
}

test_refuses_the_command_behind_a_bare_wrapper if {
	bare := instrumented.patched(
		instrumented.instrumented({}),
		"/containerDefinitions/0/entryPoint",
		["/opt/draios/bin/instrument"],
	)
	agent_overrides.violation == {{
		"msg": "the command of container web is overridden, and it holds what the agent's wrapper starts",
		"field": $"{at}/command",
	}} with input as on.launching(bare, {"overrides": {"containerOverrides": [{"name": "web", "command": ["sh"]}]}})
	kept := on.launching(bare, {"overrides": {"containerOverrides": [{"name": "web", "command": []}]}})
	count(agent_overrides.violation) == 0 with input as kept
	third := instrumented.patched(bare, "/containerDefinitions/2", {"name": "job", "image": "a", "entryPoint": ["/b"]})
	another := on.launching(third, {"overrides": {"containerOverrides": [{"name": "job", "command": ["sh"]}]}})
	count(agent_overrides.violation) == 0 with input as another
	plain := instrumented.patched(bare, "/containerDefinitions/0/entryPoint", ["/app"])
	unwrapped := on.launching(plain, {"overrides": {"containerOverrides": [{"name": "web", "command": ["sh"]}]}})
	count(agent_overrides.violation) == 0 with input as unwrapped
}

test_agent_images if {
	document := overriding({"name": "web", "command": ["sh"]})
	count(agent_overrides.violation) == 1 with input as fixture.with_parameters(document, {"agentImages": ["web"]})
	agent := overriding({"name": "agent", "command": ["sh"]})
	count(agent_overrides.violation) == 0 with input as fixture.with_parameters(agent, {"agentImages": ["web"]})
}

test_protected_variables if {
	parameters := {"protectedVariables": ["PORT", "X_*"]}
	every name, refused in {"PORT": 1, "X_A": 1, "PORTS": 0, "LD_PRELOAD": 0} {
		count(agent_overrides.violation) == refused with input as fixture.with_parameters(overriding(variable(name)), parameters)
	}
}

test_refuses_wrong_types if {
	every wrong in [null, "sh", {}] {
		count(agent_overrides.violation) == 1 with input as overriding({"name": "agent", "command": wrong})
		found := agent_overrides.violation with input as overriding({"name": "web", "environment": wrong})
		count(found) == 1
	}
	count(agent_overrides.violation) == 4 with input as overriding(null)
}

test_unknown if {
	every container, member in {"agent": "command", "web": "environment"} {
		found := agent_overrides.violation with input as overriding({"name": container, member: fixture.marker})
		fixture.only_unknown(found, $"{at}/{member}")
	}
	unknown_image := instrumented.instrumented({"image": fixture.marker})
	every container in ["agent", "web"] {
		call := on.launching(unknown_image, {"overrides": {"containerOverrides": [{"name": container, "command": ["a"]}]}})
		image := agent_overrides.violation with input as call
		fixture.fields(image) == {"/context/taskDefinition/containerDefinitions/1/image" | container == "agent"}
		none := on.launching(unknown_image, {"overrides": {"containerOverrides": [{"name": container, "command": []}]}})
		count(agent_overrides.violation) == 0 with input as none
	}
	name := agent_overrides.violation with input as overriding(variable(fixture.marker))
	fixture.only_unknown(name, $"{at}/environment/0/name")
	every path in ["", "/containerOverrides", "/containerOverrides/0"] {
		call := on.launching(instrumented.instrumented({}), {"overrides": {"containerOverrides": []}})
		document := fixture.changed(call, [{"op": "add", "path": $"/object/overrides{path}", "value": fixture.marker}])
		found := agent_overrides.violation with input as document
		fixture.only_unknown(found, $"/overrides{path}")
	}
}

test_unknown_containers if {
	every path in ["", "/0", "/0/name"] {
		pointer := $"/context/taskDefinition/containerDefinitions{path}"
		call := overriding({"name": "web", "command": ["sh"]})
		found := agent_overrides.violation with input as fixture.changed(call, [{"op": "replace", "path": pointer, "value": fixture.marker}])
		fixture.only_unknown(found, pointer)
	}
}

test_refuses_the_agent_whatever_else_is_unknown if {
	call := overriding({"name": "agent", "command": ["sh"]})
	pointer := "/context/taskDefinition/containerDefinitions/0"
	found := agent_overrides.violation with input as fixture.changed(call, [{"op": "replace", "path": pointer, "value": fixture.marker}])
	fixture.fields(found) == {$"{at}/command"}
}

test_unknown_wrapper if {
	every path in ["", "/0"] {
		pointer := $"/context/taskDefinition/containerDefinitions/0/entryPoint{path}"
		patches := [{"op": "replace", "path": pointer, "value": fixture.marker}]
		alone := [{"op": "replace", "path": "/context/taskDefinition/containerDefinitions/0/entryPoint", "value": ["a"]}]
		call := fixture.changed(overriding({"name": "web", "command": ["sh"]}), array.concat(alone, patches))
		found := agent_overrides.violation with input as call
		fixture.only_unknown(found, pointer)
		none := fixture.changed(overriding({"name": "web", "command": []}), array.concat(alone, patches))
		count(agent_overrides.violation) == 0 with input as none
		other := fixture.changed(overriding({"name": "agent", "cpu": 1, "command": []}), array.concat(alone, patches))
		count(agent_overrides.violation) == 0 with input as other
	}
}

# With more than the wrapper in the entryPoint the command is not all that it starts.
test_allows_a_command_behind_a_longer_entry_point if {
	call := fixture.changed(overriding({"name": "web", "command": ["sh"]}), [{
		"op": "replace",
		"path": "/context/taskDefinition/containerDefinitions/0/entryPoint",
		"value": [fixture.marker, "/app"],
	}])
	count(agent_overrides.violation) == 0 with input as call
}
