package policies.runtime["agent-image-pinned_test"]

import data.lib.agent_fixture_test as instrumented
import data.lib.fixture_test as fixture
import data.policies.runtime["agent-image-pinned"] as agent_image_pinned

digest := "sha256:2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"

of(image) := instrumented.instrumented({"image": image})

test_allows_a_digest if {
	count(agent_image_pinned.violation) == 0 with input as of($"quay.io/sysdig/workload-agent@{digest}")
	count(agent_image_pinned.violation) == 0 with input as of($"quay.io/sysdig/workload-agent:5@{digest}")
}

test_allows_other_images if {
	count(agent_image_pinned.violation) == 0 with input as of("nginx:latest")
	count(agent_image_pinned.violation) == 0 with input as fixture.compliant
}

test_refuses_tags if {
	agent_image_pinned.violation == {{
		"msg": "the agent's image of container agent is not pinned by its digest",
		"field": "/containerDefinitions/1/image",
	}} with input as of("quay.io/sysdig/workload-agent:latest")
	every image in ["sysdig/workload-agent", "x/sysdig/workload-agent@sha256:abc", "public.ecr.aws/datadog/agent:7"] {
		count(agent_image_pinned.violation) == 1 with input as of(image)
	}
}

test_refuses_when_run if {
	found := agent_image_pinned.violation with input as fixture.running(instrumented.instrumented({}))
	fixture.fields(found) == {"/context/taskDefinition/containerDefinitions/1/image"}
}

test_refuses_wrong_types if {
	every wrong in [null, 1, {}, []] {
		count(agent_image_pinned.violation) == 1 with input as of(wrong)
	}
	count(agent_image_pinned.violation) == 1 with input as fixture.without_container("image")
}

test_agent_images if {
	document := fixture.with_parameters(of("a/own-agent:1"), {"agentImages": ["own-agent"]})
	count(agent_image_pinned.violation) == 1 with input as document
	other := fixture.with_parameters(instrumented.instrumented({}), {"agentImages": ["own-agent"]})
	count(agent_image_pinned.violation) == 0 with input as other
}

test_ignored_images if {
	document := fixture.with_parameters(instrumented.instrumented({}), {"ignoreImages": ["quay.io/sysdig/*"]})
	count(agent_image_pinned.violation) == 0 with input as document
}

test_unknown if {
	every case in fixture.unknown_container("image") {
		found := agent_image_pinned.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
}
