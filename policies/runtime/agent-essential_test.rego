package policies.runtime["agent-essential_test"]

import data.lib.agent_fixture_test as instrumented
import data.lib.fixture_test as fixture
import data.policies.runtime["agent-essential"] as agent_essential

unset := instrumented.beside({"name": "agent", "image": "quay.io/sysdig/workload-agent:1"})

test_allows_either_that_is_stated if {
	every essential in [true, false] {
		count(agent_essential.violation) == 0 with input as instrumented.instrumented({"essential": essential})
	}
}

test_allows_other_containers if {
	count(agent_essential.violation) == 0 with input as fixture.compliant
	init := {"name": "init", "image": "public.ecr.aws/datadog/cws-instrumentation:1"}
	count(agent_essential.violation) == 0 with input as instrumented.beside(init)
}

test_refuses_silence if {
	agent_essential.violation == {{
		"msg": "container agent: essential of the agent is not stated",
		"field": "/containerDefinitions/1/essential",
	}} with input as unset
}

test_refuses_wrong_types if {
	agent_essential.violation == {{
		"msg": "container agent: essential of the agent is no",
		"field": "/containerDefinitions/1/essential",
	}} with input as instrumented.instrumented({"essential": "no"})
	every wrong in ["true", "false", null, 0, {}, []] {
		document := instrumented.instrumented({"essential": wrong})
		count(agent_essential.violation) == 1 with input as document
		count(agent_essential.violation) == 1 with input as fixture.with_parameters(document, {"essential": "false"})
	}
}

test_refuses_when_run if {
	found := agent_essential.violation with input as fixture.running(unset)
	fixture.fields(found) == {"/context/taskDefinition/containerDefinitions/1/essential"}
}

test_essential if {
	every essential, wanted in {true: "true", false: "false"} {
		document := instrumented.instrumented({"essential": essential})
		count(agent_essential.violation) == 0 with input as fixture.with_parameters(document, {"essential": wanted})
		other := instrumented.instrumented({"essential": essential == false})
		count(agent_essential.violation) == 1 with input as fixture.with_parameters(other, {"essential": wanted})
	}
}

test_agent_images if {
	parameters := {"agentImages": ["web"]}
	count(agent_essential.violation) == 1 with input as fixture.with_parameters(fixture.compliant, parameters)
	count(agent_essential.violation) == 0 with input as fixture.with_parameters(
		instrumented.patched(unset, "/containerDefinitions/0/essential", true),
		parameters,
	)
}

test_ignored_containers if {
	count(agent_essential.violation) == 0 with input as fixture.with_parameters(unset, {"ignoreContainers": ["agent"]})
}

test_unknown if {
	found := agent_essential.violation with input as instrumented.instrumented({"essential": fixture.marker})
	fixture.only_unknown(found, "/containerDefinitions/1/essential")
	image := agent_essential.violation with input as instrumented.beside({"name": "agent", "image": fixture.marker})
	fixture.only_unknown(image, "/containerDefinitions/1/image")
	count(agent_essential.violation) == 0 with input as instrumented.instrumented({"image": fixture.marker})
	every case in fixture.unknown(["/containerDefinitions", "/containerDefinitions/0"]) {
		all := agent_essential.violation with input as case.input
		fixture.only_unknown(all, case.pointer)
	}
}
