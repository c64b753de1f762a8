package policies.fargate.size

import data.lib.fargate
import data.lib.quote
import data.lib.value
import data.lib.workload

# METADATA
# title: The task's cpu and memory are a size that Fargate has
# description: Fargate has tasks from 0.25 to 32 vCPU, each with its own amounts of memory; Windows tasks have 1, 2 or 4 vCPU. Overrides of RunTask are judged as well. A missing cpu or memory is left to fargate/required-members. Not applicable where the task does not run on Fargate.
# entrypoint: true
# custom:
#   severity: low
#   kinds: [TaskDefinition, Task, Service, TaskSet]
#   remediation: Take a size of the table "Task CPU and memory" in the ECS Developer Guide, such as cpu 256 with memory 512.
#   references: [kics/f4c9b5f5-68b8-491f-9e48-4f96644a1d51, cfn-lint/E3047]
violation contains {"msg": msg, "field": workload.at("cpu")} if {
	fargate.applies
	found := value.get(workload.definition, "cpu", "256")
	not _a_size(found)
	msg := $"cpu {value.problem(found, $"is {quote.of(found)}: Fargate has .25, .5, 1, 2, 4, 8, 16 and 32 vCPU")}"
}

violation contains {"msg": msg, "field": workload.at("cpu")} if {
	fargate.applies
	workload.windows
	units := _units(value.get(workload.definition, "cpu", "1024"))
	_sizes[units]
	not units in {"1024", "2048", "4096"}
	msg := $"cpu is {units}: Windows tasks on Fargate have 1, 2 or 4 vCPU"
}

violation contains {"msg": msg, "field": workload.at("memory")} if {
	fargate.applies
	found := value.get(workload.definition, "memory", "")
	found != ""
	not _fits(found)
	msg := $"memory {value.problem(found, $"is {quote.of(found)}, which Fargate does not have with this cpu")}"
}

violation contains found if some found in fargate.otherwise

# The least and the most MiB for so many CPU units, and the step between.
_sizes := {
	"256": {"least": 512, "most": 2048, "step": 512},
	"512": {"least": 1024, "most": 4096, "step": 1024},
	"1024": {"least": 2048, "most": 8192, "step": 1024},
	"2048": {"least": 4096, "most": 16384, "step": 1024},
	"4096": {"least": 8192, "most": 30720, "step": 1024},
	"8192": {"least": 16384, "most": 61440, "step": 4096},
	"16384": {"least": 32768, "most": 122880, "step": 8192},
	"32768": {"least": 61440, "most": 249856, "step": 1024},
}

# CPU units as a text, whichever way they are written: 1024, "1024", "1 vCPU", ".5vcpu".
_units(found) := $"{found}" if {
	is_number(found)
} else := _of_vcpus[trim_left(trim_space(trim_suffix(text, "vcpu")), "0")] if {
	text := lower(trim_space(found))
	endswith(text, "vcpu")
} else := trim_space(found)

_of_vcpus := {
	".25": "256", ".5": "512", "1": "1024", "2": "2048",
	"4": "4096", "8": "8192", "16": "16384", "32": "32768",
}

# MiB as a number: 512, "512", "0.5 GB", "2GB".
_mib(found) := found if {
	is_number(found)
} else := 512 if {
	lower(replace(found, " ", "")) in {".5gb", "0.5gb"}
} else := to_number(gb) * 1024 if {
	text := lower(trim_space(found))
	endswith(text, "gb")
	gb := trim_space(trim_suffix(text, "gb"))
	_whole(gb)
} else := to_number(mib) if {
	mib := trim_space(found)
	_whole(mib)
}

_whole(text) if {
	trim(text, "0123456789") == ""
	not startswith(text, "0")
}

# Where the cpu is not known, or is none that Fargate has, the memory alone cannot be judged.
_fits(found) if {
	_mib(found)
	not _size
}

_fits(found) if {
	mib := _mib(found)
	mib >= _size.least
	mib <= _size.most
	(mib - _size.least) % _size.step == 0
	not _left_out(mib)
}

_a_size(cpu) if _sizes[_units(cpu)]

_size := _sizes[_units(value.get(workload.definition, "cpu", ""))]

# 0.25 vCPU has 512, 1024 and 2048 MiB; 32 vCPU has 60, 120 and 244 GB.
_left_out(1536) if _size.most == 2048

_left_out(mib) if {
	_size.most == 249856
	not mib in {61440, 122880, 249856}
}
