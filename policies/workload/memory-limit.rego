package policies.workload["memory-limit"]

import data.lib.decisive
import data.lib.parameter
import data.lib.value
import data.lib.workload

# METADATA
# title: Containers have a hard memory limit
# description: Without `memory` a container takes what it can get, and on a shared instance it starves other tasks. A reservation (`memoryReservation`) is no limit.
# entrypoint: true
# custom:
#   severity: medium
#   kinds: [TaskDefinition, Task, Service, TaskSet, DaemonTaskDefinition, Daemon]
#   remediation: Set `memory`, in MiB, on the container.
#   references:
#     - config/ecs-task-definition-memory-hard-limit
#     - controltower/CT.ECS.PR.7
#     - nirmata/validate-ecs-task-definition-memory-hard-limit
#   parameters:
#     acceptTaskLimit: {description: Whether the memory limit of the whole task is enough; Windows ignores that one., default: false}
#     ignoreContainers: {description: Names of containers that are not judged; `*` stands for anything., default: []}
#     ignoreImages: {description: Images whose containers are not judged; `*` stands for anything., default: []}
violation contains {"msg": msg, "field": fact.at} if {
	not _task_limit
	some i, container in workload.containers
	found := value.get(container, "memory", 0)
	not _limit(found)
	fact := decisive.fact(array.concat([{"found": found, "at": workload.pointer(i, "memory")}], _doubts))
	msg := $"container {workload.name(container, i)} {value.problem(fact.found, "has no memory limit")}"
}

_limit(found) if {
	is_number(found)
	found > 0
}

_task_limit if {
	_counts
	is_string(_task_memory)
	is_string(_family)
}

# What would have to be known to say whether the task's limit is enough.
_doubts := [{"found": _task_memory, "at": workload.at("memory")}, {"found": _family, "at": _family_at}] if {
	_counts
} else := []

# Whether the task's limit counts, if nothing about it is unknown.
_counts if {
	parameter.get("acceptTaskLimit", false) == true
	not workload.windows
	_task_memory != ""
}

_task_memory := value.get(workload.definition, "memory", "")

_family := value.get(value.get(workload.definition, "runtimePlatform", {}), "operatingSystemFamily", "LINUX")

_family_at := workload.at("runtimePlatform/operatingSystemFamily")
