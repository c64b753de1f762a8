package policies.workload["size-overrides"]

import data.lib.launch
import data.lib.value
import data.lib.workload

# METADATA
# title: Tasks run in the size of their task definition
# description: RunTask can give a task more CPU, memory, storage or accelerators than the task definition that was reviewed, up to the largest that its launch type has.
# entrypoint: true
# custom:
#   severity: low
#   kinds: [Task]
#   remediation: Register a task definition in that size; or name the containers whose size may change in `ignoreContainers`.
#   references: []
#   parameters:
#     ignoreContainers: {description: Names of containers that are not judged; `*` stands for anything., default: []}
violation contains {"msg": msg, "field": $"{_overrides.field}/{member}"} if {
	some member in ["cpu", "ephemeralStorage", "inferenceAcceleratorOverrides", "memory"]
	found := value.get(_overrides.value, member, "")
	not _allowed(found)
	msg := $"the task's {member} {value.problem(found, "is overridden")}"
}

violation contains {"msg": msg, "field": $"{_overrides.field}/containerOverrides/{i}/{member}"} if {
	some i, container in value.list(_overrides.value, "containerOverrides")
	not workload.ignored(container)
	some member in ["cpu", "memory", "memoryReservation", "resourceRequirements"]
	found := value.get(container, member, "")
	not _allowed(found)
	msg := $"the {member} of container {workload.name(container, i)} {value.problem(found, "is overridden")}"
}

_overrides := launch.setting("overrides", {})

_allowed("")

_allowed([])
