package policies.workload["memory-limit_test"]

import data.lib.fixture_test as fixture
import data.policies.workload["memory-limit"] as memory_limit

limited(found) := fixture.with_container("memory", found)

accepting(document) := fixture.with_parameters(document, {"acceptTaskLimit": true})

test_allows_a_limit if {
	count(memory_limit.violation) == 0 with input as limited(512)
}

test_refuses_containers_without_a_limit if {
	found := memory_limit.violation with input as fixture.compliant
	found == {{
		"msg": "container web has no memory limit",
		"field": "/containerDefinitions/0/memory",
	}}
}

test_refuses_a_reservation if {
	count(memory_limit.violation) == 1 with input as fixture.with_container("memoryReservation", 512)
}

test_refuses_wrong_types if {
	every wrong in [0, -1, "512", null, true, [512], {}] {
		count(memory_limit.violation) == 1 with input as limited(wrong)
	}
}

test_refuses_a_limit_of_the_task_alone if {
	every limit in ["512", fixture.marker] {
		found := memory_limit.violation with input as fixture.with_member("/memory", limit)
		fixture.fields(found) == {"/containerDefinitions/0/memory"}
	}
}

test_accept_task_limit if {
	count(memory_limit.violation) == 0 with input as accepting(fixture.with_member("/memory", "512"))
	every wrong in ["", null, 512, {}] {
		count(memory_limit.violation) == 1 with input as accepting(fixture.with_member("/memory", wrong))
	}
	count(memory_limit.violation) == 1 with input as accepting(fixture.compliant)
	count(memory_limit.violation) == 0 with input as accepting(limited(512))
	windows := fixture.windows([{"op": "add", "path": "/memory", "value": "4096"}])
	count(memory_limit.violation) == 1 with input as accepting(windows)
}

test_accept_task_limit_that_is_unknown if {
	found := memory_limit.violation with input as accepting(fixture.with_member("/memory", fixture.marker))
	fixture.only_unknown(found, "/memory")
	limited_anyway := json.patch(accepting(limited(512)), [{"op": "add", "path": "/request/object/memory", "value": fixture.marker}])
	count(memory_limit.violation) == 0 with input as limited_anyway
	every case in fixture.unknown(["/containerDefinitions"]) {
		unknown := memory_limit.violation with input as accepting(case.input)
		fixture.only_unknown(unknown, case.pointer)
	}
	every pointer in ["/runtimePlatform", "/runtimePlatform/operatingSystemFamily"] {
		some case in fixture.unknown_object(accepting(fixture.with_member("/memory", "512")), [pointer])
		unknown := memory_limit.violation with input as case.input
		fixture.only_unknown(unknown, pointer)
	}
	system := fixture.with_member("/runtimePlatform/operatingSystemFamily", fixture.marker)
	unlimited := memory_limit.violation with input as accepting(system)
	fixture.fields(unlimited) == {"/containerDefinitions/0/memory"}
}

test_refuses_when_run if {
	found := memory_limit.violation with input as fixture.running(fixture.compliant)
	fixture.fields(found) == {"/context/taskDefinition/containerDefinitions/0/memory"}
}

test_unknown if {
	every case in fixture.unknown(["/containerDefinitions/0/memory", "/containerDefinitions"]) {
		found := memory_limit.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
	container := fixture.registering([{"op": "replace", "path": "/containerDefinitions/0", "value": fixture.marker}])
	found := memory_limit.violation with input as container
	fixture.only_unknown(found, "/containerDefinitions/0")
}
