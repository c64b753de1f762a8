package policies.workload.size_test

import data.lib.fixture_test as fixture
import data.policies.workload.size

of_task(cpu, memory) := fixture.registering([
	{"op": "add", "path": "/cpu", "value": cpu},
	{"op": "add", "path": "/memory", "value": memory},
])

limited(document, limits) := fixture.with_parameters(document, limits)

test_allows_no_size if {
	count(size.violation) == 0 with input as fixture.compliant
}

test_allows_within if {
	every cpu in ["256", "8192", "1 vCPU", "8vcpu", ".25 vcpu"] {
		count(size.violation) == 0 with input as of_task(cpu, "2 GB")
	}
	every memory in ["512", "61440", "60 GB", "0.5GB"] {
		count(size.violation) == 0 with input as of_task("1024", memory)
	}
	count(size.violation) == 0 with input as fixture.with_container("cpu", 8192)
	count(size.violation) == 0 with input as fixture.with_container("memory", 61440)
}

test_refuses_too_large_tasks if {
	found := size.violation with input as of_task("16 vCPU", "120 GB")
	found == {
		{"msg": "the task's cpu 16 vCPU is not between 0 and 8192", "field": "/cpu"},
		{"msg": "the task's memory 120 GB is not between 0 and 61440", "field": "/memory"},
	}
	count(size.violation) == 1 with input as of_task("8193", "61440")
	count(size.violation) == 1 with input as of_task("8192", "61441")
}

test_refuses_too_large_containers if {
	every member, amount in {"cpu": 8193, "memory": 61441, "memoryReservation": 61441} {
		found := size.violation with input as fixture.with_container(member, amount)
		fixture.fields(found) == {$"/containerDefinitions/0/{member}"}
	}
	found := size.violation with input as fixture.with_container("cpu", 9000)
	{violation.msg | some violation in found} == {"the cpu of container web 9000 is not between 0 and 8192"}
}

test_limits if {
	limits := {"maxCpu": 1024, "maxMemory": 2048, "minTaskCpu": 512, "minTaskMemory": 1024}
	count(size.violation) == 0 with input as limited(of_task("1 vCPU", "2 GB"), limits)
	count(size.violation) == 0 with input as limited(of_task("512", "1024"), limits)
	count(size.violation) == 2 with input as limited(of_task("256", "512"), limits)
	count(size.violation) == 2 with input as limited(of_task("2 vCPU", "3 GB"), limits)
	count(size.violation) == 1 with input as limited(fixture.with_container("memory", 2049), limits)
	count(size.violation) == 0 with input as limited(fixture.with_container("memory", 6), limits)
	count(size.violation) == 0 with input as limited(fixture.with_container("cpu", 10), limits)
}

test_refuses_every_size_under_limits_of_the_wrong_type if {
	every wrong in ["1024", null, {}] {
		count(size.violation) == 1 with input as limited(fixture.with_container("cpu", 10), {"maxCpu": wrong})
		count(size.violation) == 1 with input as limited(fixture.with_member("/cpu", "512"), {"minTaskCpu": wrong})
	}
}

test_refuses_wrong_types if {
	every wrong in ["much", "", null, true, [], {}, "-1", "1e9", "1 GB"] {
		found := size.violation with input as fixture.with_member("/cpu", wrong)
		fixture.fields(found) == {"/cpu"}
	}
	every wrong in [null, true, [], {}, -1] {
		count(size.violation) == 1 with input as fixture.with_container("memory", wrong)
	}
}

test_refuses_when_run if {
	found := size.violation with input as fixture.running(of_task("16384", "512"))
	fixture.fields(found) == {"/context/taskDefinition/cpu"}
}

test_unknown if {
	every case in array.concat(fixture.unknown(["/cpu", "/memory"]), fixture.unknown_container("memory")) {
		found := size.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
}
