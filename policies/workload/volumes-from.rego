package policies.workload["volumes-from"]

import data.lib.value
import data.lib.workload

# METADATA
# title: Containers take the volumes of other containers read-only
# description: With `volumesFrom` a container gets every volume of another one, those that are added later too. Writable, it can change what the other one runs.
# entrypoint: true
# custom:
#   severity: low
#   kinds: [TaskDefinition, Task, Service, TaskSet]
#   remediation: Set `readOnly` to true, or name each volume in `mountPoints`.
#   references: []
#   parameters:
#     ignoreContainers: {description: Names of containers that are not judged; `*` stands for anything., default: []}
#     ignoreImages: {description: Images whose containers are not judged; `*` stands for anything., default: []}
violation contains {"msg": msg, "field": field} if {
	some i, container in workload.containers
	some j, source in value.list(container, "volumesFrom")
	found := value.get(source, "readOnly", false)
	not _allowed(found)
	msg := $"container {workload.name(container, i)} {value.problem(found, "can write to the volumes of another container")}"
	field := workload.pointer(i, $"volumesFrom/{j}/readOnly")
}

_allowed(found) if found == true
