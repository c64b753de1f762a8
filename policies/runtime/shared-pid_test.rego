package policies.runtime["shared-pid_test"]

import data.lib.agent_fixture_test as instrumented
import data.lib.fixture_test as fixture
import data.policies.runtime["shared-pid"] as shared_pid

mode(found) := instrumented.patched(instrumented.instrumented({}), "/pidMode", found)

test_allows_task if {
	count(shared_pid.violation) == 0 with input as instrumented.instrumented({})
}

test_allows_any_without_such_an_agent if {
	count(shared_pid.violation) == 0 with input as fixture.compliant
	other := instrumented.beside({"name": "agent", "image": "public.ecr.aws/datadog/agent:7"})
	count(shared_pid.violation) == 0 with input as other
}

test_refuses_others if {
	shared_pid.violation == {{
		"msg": "pidMode is not set, and the agent needs task",
		"field": "/pidMode",
	}} with input as instrumented.beside(instrumented.sidecar)
	shared_pid.violation == {{
		"msg": "pidMode is host, and the agent needs task",
		"field": "/pidMode",
	}} with input as mode("host")
	every wrong in [null, 1, {}, "TASK"] {
		count(shared_pid.violation) == 1 with input as mode(wrong)
	}
}

test_refuses_when_run if {
	found := shared_pid.violation with input as fixture.running(instrumented.beside(instrumented.sidecar))
	fixture.fields(found) == {"/context/taskDefinition/pidMode"}
}

test_agent_images if {
	document := instrumented.beside({"name": "agent", "image": "a/own-agent:1"})
	count(shared_pid.violation) == 1 with input as fixture.with_parameters(document, {"agentImages": ["own-agent"]})
	own := fixture.with_parameters(instrumented.beside(instrumented.sidecar), {"agentImages": ["own-agent"]})
	count(shared_pid.violation) == 0 with input as own
}

test_unknown if {
	found := shared_pid.violation with input as mode(fixture.marker)
	fixture.only_unknown(found, "/pidMode")
	image := shared_pid.violation with input as instrumented.beside({"name": "agent", "image": fixture.marker})
	fixture.only_unknown(image, "/containerDefinitions/1/image")
	count(shared_pid.violation) == 0 with input as instrumented.instrumented({"image": fixture.marker})
}
