package policies.isolation["ptrace-in-shared-pid_test"]

import data.lib.fixture_test as fixture
import data.lib.isolation_fixture_test as isolated
import data.lib.target_fixture_test as on
import data.policies.isolation["ptrace-in-shared-pid"] as ptrace

shared(first, second) := json.patch(
	isolated.two({"Owner": first}, {"Owner": second}),
	[{"op": "add", "path": "/request/object/pidMode", "value": "task"}],
)

patched(document, path, found) := json.patch(document, [{"op": "add", "path": $"/request/object{path}", "value": found}])

capabilities(list) := patched(shared("a", "b"), "/containerDefinitions/0/linuxParameters", {"capabilities": {"add": list}})

at := "/containerDefinitions/0/linuxParameters/capabilities/add/0"

test_allows_one_owner if {
	count(ptrace.violation) == 0 with input as shared("a", "a")
	nobody := patched(isolated.two({}, {}), "/pidMode", "task")
	count(ptrace.violation) == 0 with input as nobody
	tagged := patched(patched(isolated.two({}, {"Owner": "a"}), "/pidMode", "task"), "/tags", isolated.tags({"Owner": "a"}))
	count(ptrace.violation) == 0 with input as tagged
}

test_allows_separate_namespaces if {
	count(ptrace.violation) == 0 with input as isolated.two({"Owner": "a"}, {"Owner": "b"})
}

test_allows_no_tracing if {
	count(ptrace.violation) == 0 with input as capabilities(["NET_RAW"])
	count(ptrace.violation) == 0 with input as capabilities([])
}

test_refuses_tracing_another_owner if {
	ptrace.violation == {{
		"msg": "container web can trace the containers of a, b",
		"field": at,
	}} with input as shared("b", "a")
	every name in ["SYS_PTRACE", "cap_sys_ptrace", "ALL", "SYS_ADMIN"] {
		found := ptrace.violation with input as capabilities([name])
		fixture.fields(found) == {at}
	}
	host := ptrace.violation with input as patched(shared("a", "b"), "/pidMode", "host")
	fixture.fields(host) == {at}
}

test_refuses_a_container_of_another_than_the_tasks_owner if {
	document := patched(patched(isolated.two({}, {"Owner": "b"}), "/pidMode", "task"), "/tags", isolated.tags({"Owner": "a"}))
	count(ptrace.violation) == 1 with input as document
}

test_refuses_privileged_containers if {
	found := ptrace.violation with input as patched(capabilities([]), "/containerDefinitions/1/privileged", true)
	fixture.fields(found) == {"/containerDefinitions/1/privileged"}
}

test_refuses_when_run if {
	found := ptrace.violation with input as fixture.running(shared("a", "b"))
	fixture.fields(found) == {$"/context/taskDefinition{at}"}
}

test_refuses_wrong_types if {
	every wrong in [null, 1, {}, [], "TASK"] {
		count(ptrace.violation) == 1 with input as patched(shared("a", "b"), "/pidMode", wrong)
	}
	every wrong in [null, 1, {}, ["SYS_PTRACE"]] {
		count(ptrace.violation) == 1 with input as capabilities([wrong])
	}
	count(ptrace.violation) == 1 with input as shared("a", null)
}

test_label_and_owner_keys if {
	parameters := {"labelKeys": ["Team"]}
	count(ptrace.violation) == 0 with input as fixture.with_parameters(shared("a", "b"), parameters)
	team := patched(isolated.two({"Team": "a"}, {}), "/pidMode", "task")
	tagged := patched(team, "/tags", isolated.tags({"Team": "b"}))
	count(ptrace.violation) == 1 with input as fixture.with_parameters(tagged, {"labelKeys": ["Team"], "ownerKeys": ["Team"]})
	count(ptrace.violation) == 0 with input as tagged
}

test_ignored_containers if {
	count(ptrace.violation) == 0 with input as fixture.with_parameters(shared("a", "b"), {"ignoreContainers": ["agent"]})
}

test_windows_is_not_applicable if {
	document := patched(shared("a", "b"), "/runtimePlatform", {"operatingSystemFamily": "WINDOWS_SERVER_2022_CORE"})
	found := ptrace.violation with input as document
	on.not_applicable(found)
}

test_unknown if {
	every path in ["/pidMode", "/containerDefinitions/0/linuxParameters", "/containerDefinitions/1/dockerLabels/Owner"] {
		found := ptrace.violation with input as patched(shared("a", "b"), path, fixture.marker)
		fixture.only_unknown(found, path)
	}
	tag := patched(patched(isolated.two({}, {"Owner": "b"}), "/pidMode", "task"), "/tags", fixture.marker)
	found := ptrace.violation with input as tag
	fixture.only_unknown(found, "/tags")
}

test_unknown_containers if {
	found := ptrace.violation with input as patched(shared("a", "b"), "/containerDefinitions", fixture.marker)
	fixture.only_unknown(found, "/containerDefinitions")
}
