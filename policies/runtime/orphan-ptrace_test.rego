package policies.runtime["orphan-ptrace_test"]

import data.lib.agent_fixture_test as instrumented
import data.lib.fixture_test as fixture
import data.lib.target_fixture_test as on
import data.policies.runtime["orphan-ptrace"] as orphan_ptrace

at := "/containerDefinitions/0/linuxParameters/capabilities/add/0"

test_allows_an_agent if {
	count(orphan_ptrace.violation) == 0 with input as instrumented.instrumented({})
	count(orphan_ptrace.violation) == 0 with input as instrumented.beside(instrumented.sidecar)
}

test_allows_a_wrapped_container if {
	count(orphan_ptrace.violation) == 0 with input as fixture.with_container("entryPoint", ["/kilt/launcher", "/app"])
}

test_allows_no_ptrace if {
	document := fixture.with_container("linuxParameters", {"capabilities": {"add": ["NET_ADMIN"]}})
	count(orphan_ptrace.violation) == 0 with input as document
	count(orphan_ptrace.violation) == 0 with input as fixture.without_container("linuxParameters")
}

test_refuses_ptrace_that_nobody_uses if {
	orphan_ptrace.violation == {{
		"msg": "container web has SYS_PTRACE, and no runtime agent uses it",
		"field": at,
	}} with input as fixture.compliant
	document := fixture.with_container("linuxParameters", {"capabilities": {"add": ["cap_sys_ptrace"]}})
	count(orphan_ptrace.violation) == 1 with input as document
}

test_refuses_when_run if {
	found := orphan_ptrace.violation with input as fixture.running(fixture.compliant)
	fixture.fields(found) == {$"/context/taskDefinition{at}"}
}

test_refuses_wrong_types if {
	every wrong in [null, 1, {}, ["NET_ADMIN"]] {
		document := fixture.with_container("linuxParameters", {"capabilities": {"add": [wrong]}})
		count(orphan_ptrace.violation) == 1 with input as document
	}
}

test_agent_images if {
	own := fixture.with_parameters(fixture.compliant, {"agentImages": ["web"]})
	count(orphan_ptrace.violation) == 0 with input as own
	none := fixture.with_parameters(instrumented.beside(instrumented.sidecar), {"agentImages": []})
	count(orphan_ptrace.violation) == 1 with input as none
}

test_ignored_containers if {
	document := fixture.with_parameters(fixture.compliant, {"ignoreContainers": ["web"]})
	count(orphan_ptrace.violation) == 0 with input as document
	count(orphan_ptrace.violation) == 0 with input as fixture.with_parameters(
		instrumented.beside(instrumented.sidecar),
		{"ignoreContainers": ["agent"]},
	)
}

test_windows_is_not_applicable if {
	found := orphan_ptrace.violation with input as fixture.windows([])
	on.not_applicable(found)
}

test_unknown if {
	every member in ["linuxParameters", "linuxParameters/capabilities", "linuxParameters/capabilities/add"] {
		found := orphan_ptrace.violation with input as fixture.with_container(member, fixture.marker)
		fixture.only_unknown(found, $"/containerDefinitions/0/{member}")
	}
	image := orphan_ptrace.violation with input as instrumented.beside({"name": "agent", "image": fixture.marker})
	fixture.only_unknown(image, "/containerDefinitions/1/image")
	wrapper := orphan_ptrace.violation with input as fixture.with_container("entryPoint", fixture.marker)
	fixture.only_unknown(wrapper, "/containerDefinitions/0/entryPoint")
	whole := orphan_ptrace.violation with input as fixture.with_member("/containerDefinitions", fixture.marker)
	fixture.only_unknown(whole, "/containerDefinitions")
}

test_unknown_operating_system if {
	every pointer in ["/runtimePlatform", "/runtimePlatform/operatingSystemFamily"] {
		found := orphan_ptrace.violation with input as fixture.with_member(pointer, fixture.marker)
		fixture.only_unknown(found, pointer)
	}
}

test_unknown_words if {
	first := orphan_ptrace.violation with input as fixture.with_container("entryPoint", [fixture.marker, "a"])
	fixture.only_unknown(first, "/containerDefinitions/0/entryPoint/0")
	second := orphan_ptrace.violation with input as fixture.with_container("entryPoint", ["a", fixture.marker])
	fixture.fields(second) == {"/containerDefinitions/0/linuxParameters/capabilities/add/0"}
}

# The agent may be a container that this policy does not judge.
test_unknown_image_of_an_ignored_container if {
	document := instrumented.beside({"name": "agent", "image": fixture.marker})
	found := orphan_ptrace.violation with input as fixture.with_parameters(document, {"ignoreContainers": ["agent"]})
	fixture.only_unknown(found, "/containerDefinitions/1/image")
}
