package policies.workload["size-overrides_test"]

import data.lib.fixture_test as fixture
import data.policies.workload["size-overrides"] as size_overrides

overriding(overrides) := fixture.launching("Task", "CREATE", {"taskDefinition": "web:1", "overrides": overrides})

test_allows_none if {
	every overrides in [
		{},
		{"containerOverrides": [{"name": "web", "command": ["sh"], "resourceRequirements": []}]},
		{"inferenceAcceleratorOverrides": [], "taskRoleArn": "x"},
	] {
		count(size_overrides.violation) == 0 with input as overriding(overrides)
	}
	count(size_overrides.violation) == 0 with input as fixture.launching("Task", "CREATE", {})
}

test_refuses_size_of_the_task if {
	found := size_overrides.violation with input as overriding({"cpu": "16384"})
	found == {{"msg": "the task's cpu is overridden", "field": "/overrides/cpu"}}
	every member, given in {
		"memory": "32768",
		"ephemeralStorage": {"sizeInGiB": 200},
		"inferenceAcceleratorOverrides": [{"deviceName": "a"}],
	} {
		other := size_overrides.violation with input as overriding({member: given})
		fixture.fields(other) == {$"/overrides/{member}"}
	}
}

test_refuses_size_of_a_container if {
	found := size_overrides.violation with input as overriding({"containerOverrides": [{"name": "db"}, {"name": "web", "memory": 4096}]})
	found == {{"msg": "the memory of container web is overridden", "field": "/overrides/containerOverrides/1/memory"}}
	every member, given in {"cpu": 4096, "memoryReservation": 1, "resourceRequirements": [{"type": "GPU", "value": "8"}]} {
		other := size_overrides.violation with input as overriding({"containerOverrides": [{member: given}]})
		fixture.fields(other) == {$"/overrides/containerOverrides/0/{member}"}
	}
}

test_ignored_containers if {
	document := overriding({"containerOverrides": [{"name": "batch-1", "cpu": 4096}]})
	count(size_overrides.violation) == 0 with input as fixture.with_parameters(document, {"ignoreContainers": ["batch-*"]})
	count(size_overrides.violation) == 1 with input as fixture.with_parameters(document, {"ignoreContainers": ["batch"]})
}

test_refuses_wrong_types if {
	every wrong in [null, 1, {}, true] {
		count(size_overrides.violation) == 1 with input as overriding({"cpu": wrong})
		count(size_overrides.violation) == 1 with input as overriding({"containerOverrides": [{"memory": wrong}]})
	}
	count(size_overrides.violation) == 8 with input as overriding("cpu")
}

test_unknown if {
	every overrides in [{"cpu": fixture.marker}, {"memory": fixture.marker}] {
		found := size_overrides.violation with input as overriding(overrides)
		every member, _ in overrides {
			fixture.only_unknown(found, $"/overrides/{member}")
		}
	}
	all := size_overrides.violation with input as overriding(fixture.marker)
	fixture.only_unknown(all, "/overrides")
	every overrides in [{"containerOverrides": fixture.marker}, {"containerOverrides": [fixture.marker]}] {
		found := size_overrides.violation with input as overriding(overrides)
		fixture.only_unknown(found, "/overrides/containerOverrides/0")
	}
}
