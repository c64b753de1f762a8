package policies.fargate["runtime-platform"]

import data.lib.fargate
import data.lib.parameter
import data.lib.quote
import data.lib.value
import data.lib.workload

# METADATA
# title: The runtime platform is one that Fargate has
# description: Fargate runs Linux on X86_64 and ARM64, and Windows Server 2019 and 2022 on X86_64. Unset is Linux on X86_64. Not applicable where the task does not run on Fargate.
# entrypoint: true
# custom:
#   severity: low
#   kinds: [TaskDefinition, Task, Service, TaskSet]
#   remediation: Set `runtimePlatform` to a family and an architecture that Fargate has.
#   references: []
#   parameters:
#     operatingSystems:
#       description: Operating system families that Fargate has, as ECS spells them.
#       default: [LINUX, WINDOWS_SERVER_2019_CORE, WINDOWS_SERVER_2019_FULL, WINDOWS_SERVER_2022_CORE, WINDOWS_SERVER_2022_FULL]
violation contains {"msg": msg, "field": workload.at("runtimePlatform/operatingSystemFamily")} if {
	fargate.applies
	found := value.get(_platform, "operatingSystemFamily", "LINUX")
	not _operating_system(found)
	msg := $"operatingSystemFamily {value.problem(found, $"is {quote.of(found)}, which Fargate does not have")}"
}

violation contains {"msg": msg, "field": workload.at("runtimePlatform/cpuArchitecture")} if {
	fargate.applies
	found := value.get(_platform, "cpuArchitecture", "X86_64")
	not _architecture(found)
	msg := $"cpuArchitecture {value.problem(found, $"is {quote.of(found)}, which Fargate does not have{_for_windows}")}"
}

violation contains found if some found in fargate.otherwise

_platform := value.get(workload.definition, "runtimePlatform", {})

_operating_system(found) if found in parameter.list("operatingSystems", [
	"LINUX",
	"WINDOWS_SERVER_2019_CORE",
	"WINDOWS_SERVER_2019_FULL",
	"WINDOWS_SERVER_2022_CORE",
	"WINDOWS_SERVER_2022_FULL",
])

_architecture("X86_64")

_architecture("ARM64") if not workload.windows

_for_windows := " for Windows" if workload.windows

_for_windows := "" if not workload.windows
