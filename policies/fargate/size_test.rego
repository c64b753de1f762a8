package policies.fargate.size_test

import data.lib.fixture_test as fixture
import data.lib.target_fixture_test as on
import data.policies.fargate.size

sized(cpu, memory) := on.registering([
	{"op": "add", "path": "/cpu", "value": cpu},
	{"op": "add", "path": "/memory", "value": memory},
])

fields(cpu, memory) := answer if {
	found := size.violation with input as sized(cpu, memory)
	answer := fixture.fields(found)
}

test_allows_every_row_of_the_table if {
	every cpu, memories in {
		"256": [512, 1024, 2048],
		"512": [1024, 2048, 3072, 4096],
		"1024": [2048, 5120, 8192],
		"2048": [4096, 11264, 16384],
		"4096": [8192, 9216, 30720],
		"8192": [16384, 20480, 61440],
		"16384": [32768, 40960, 122880],
		"32768": [61440, 122880, 249856],
	} {
		every memory in memories {
			fields(cpu, $"{memory}") == set()
		}
	}
}

test_refuses_what_is_not_in_the_table if {
	every cpu, memories in {
		"256": [256, 1536, 2560, 4096],
		"512": [512, 1536, 5120],
		"1024": [1024, 2049, 9216],
		"2048": [3072, 17408],
		"4096": [7168, 31744],
		"8192": [15360, 17408, 65536],
		"16384": [31744, 33792, 131072],
		"32768": [62464, 65536, 123904, 250880],
	} {
		every memory in memories {
			fields(cpu, $"{memory}") == {"/memory"}
		}
	}
}

test_allows_every_spelling if {
	every cpu in ["1024", "1 vCPU", "1vCPU", "1 vcpu", " 1 VCPU ", 1024] {
		every memory in ["2048", "2 GB", "2GB", "2 gb", " 2GB ", 2048] {
			fields(cpu, memory) == set()
		}
	}
	every cpu in [".25 vCPU", "0.25 vCPU", ".25vCPU"] {
		every memory in ["0.5 GB", ".5GB", "512"] {
			fields(cpu, memory) == set()
		}
	}
	every cpu, memory in {
		".5 vCPU": "4 GB", "2 vCPU": "16 GB", "4 vCPU": "30 GB",
		"8 vCPU": "60 GB", "16 vCPU": "120 GB", "32 vCPU": "244 GB",
	} {
		fields(cpu, memory) == set()
	}
}

test_says_what_there_is if {
	size.violation == {{
		"msg": "cpu is 300: Fargate has .25, .5, 1, 2, 4, 8, 16 and 32 vCPU",
		"field": "/cpu",
	}} with input as sized("300", "512")
	size.violation == {{
		"msg": "memory is 16 GB, which Fargate does not have with this cpu",
		"field": "/memory",
	}} with input as sized("1 vCPU", "16 GB")
}

test_refuses_other_spellings if {
	every wrong in ["", "1", "vCPU", "1.5 vCPU", "1 cpu", "1024m", "-256", "64 vCPU", "3 vCPU", null, [], {}, true, 1, 256.5] {
		"/cpu" in fields(wrong, "512")
	}
	every wrong in [
		"2G", "2048 MiB", "GB", "-2048", "02048", "2.5 GB", "2.0 GB", "2048.0", "2e3",
		"9999999", "1.5 GB", null, [], {}, true, 2048.5,
	] {
		fields("1024", wrong) == {"/memory"}
	}
}

test_memory_that_is_none_is_refused_with_any_cpu if {
	fields("300", "much") == {"/cpu", "/memory"}
}

windows(cpu, memory) := on.registering([
	{"op": "add", "path": "/cpu", "value": cpu},
	{"op": "add", "path": "/memory", "value": memory},
	{"op": "add", "path": "/runtimePlatform", "value": {"operatingSystemFamily": "WINDOWS_SERVER_2022_CORE"}},
])

test_windows_has_three_sizes if {
	every cpu, memory in {"1024": "2048", "2 vCPU": "4 GB", "4096": "30 GB"} {
		count(size.violation) == 0 with input as windows(cpu, memory)
	}
	size.violation == {{
		"msg": "cpu is 512: Windows tasks on Fargate have 1, 2 or 4 vCPU",
		"field": "/cpu",
	}} with input as windows(".5 vCPU", "1 GB")
	count(size.violation) == 1 with input as windows("8 vCPU", "16 GB")
	count(size.violation) == 1 with input as windows("300", "16 GB")
	count(size.violation) == 0 with input as json.remove(windows("1", "2048"), ["/request/object/cpu"])
}

test_a_missing_one_is_not_judged_here if {
	count(size.violation) == 0 with input as on.registering([{"op": "remove", "path": "/cpu"}])
	count(size.violation) == 0 with input as on.registering([{"op": "remove", "path": "/memory"}])
}

test_refuses_an_override_of_run_task if {
	document := on.launching(sized("256", "8192"), {"overrides": {"memory": "8192"}})
	found := size.violation with input as document
	fixture.fields(found) == {"/context/taskDefinition/memory"}
}

test_not_applicable_elsewhere if {
	every document in [sized("300", "512"), sized("256", "1"), windows("512", "1024")] {
		found := size.violation with input as on.elsewhere(document)
		on.not_applicable(found)
	}
}

test_unknown if {
	every case in fixture.unknown(["/cpu", "/memory"]) {
		found := size.violation with input as on.fargate(case.input)
		fixture.only_unknown(found, case.pointer)
	}
}
