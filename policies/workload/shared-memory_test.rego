package policies.workload["shared-memory_test"]

import data.lib.fixture_test as fixture
import data.policies.workload["shared-memory"] as shared_memory

sharing(found) := fixture.with_container("linuxParameters/sharedMemorySize", found)

test_allows_little if {
	count(shared_memory.violation) == 0 with input as fixture.compliant
	count(shared_memory.violation) == 0 with input as fixture.without_container("linuxParameters")
	count(shared_memory.violation) == 0 with input as sharing(1024)
}

test_refuses_larger_ones if {
	found := shared_memory.violation with input as sharing(2048)
	found == {{
		"msg": "container web has 2048 MiB of shared memory",
		"field": "/containerDefinitions/0/linuxParameters/sharedMemorySize",
	}}
}

test_max_mib if {
	count(shared_memory.violation) == 0 with input as fixture.with_parameters(sharing(2048), {"maxMiB": 2048})
	count(shared_memory.violation) == 1 with input as fixture.with_parameters(sharing(65), {"maxMiB": 64})
	count(shared_memory.violation) == 1 with input as fixture.with_parameters(sharing(1), {"maxMiB": "64"})
}

test_refuses_wrong_types if {
	every wrong in [null, "64", true, [], {}] {
		count(shared_memory.violation) == 1 with input as fixture.with_container("linuxParameters/sharedMemorySize", wrong)
	}
}

test_refuses_when_run if {
	found := shared_memory.violation with input as fixture.running(sharing(2048))
	fixture.fields(found) == {"/context/taskDefinition/containerDefinitions/0/linuxParameters/sharedMemorySize"}
}

test_unknown if {
	every case in fixture.unknown_container("linuxParameters/sharedMemorySize") {
		found := shared_memory.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
}

test_unknown_linux_parameters if {
	found := shared_memory.violation with input as fixture.with_container("linuxParameters", fixture.marker)
	fixture.only_unknown(found, "/containerDefinitions/0/linuxParameters")
}
