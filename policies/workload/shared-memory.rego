package policies.workload["shared-memory"]

import data.lib.parameter
import data.lib.quote
import data.lib.value
import data.lib.workload

# METADATA
# title: Containers keep /dev/shm small
# description: What a container writes to /dev/shm is memory that every process in it can read, and with ipcMode `task` every container of the task. Docker gives 64 MiB.
# entrypoint: true
# custom:
#   severity: low
#   kinds: [TaskDefinition, Task, Service, TaskSet]
#   remediation: Remove `linuxParameters.sharedMemorySize`, or raise `maxMiB` for those who need more, such as browsers and databases.
#   references: []
#   parameters:
#     maxMiB: {description: "Largest size, in MiB.", default: 1024, schema: {type: number, minimum: 0}}
#     ignoreContainers: {description: Names of containers that are not judged; `*` stands for anything., default: []}
#     ignoreImages: {description: Images whose containers are not judged; `*` stands for anything., default: []}
violation contains {"msg": msg, "field": field} if {
	some i, container in workload.containers
	found := value.get(value.get(container, "linuxParameters", {}), "sharedMemorySize", 0)
	not _allowed(found)
	msg := $"container {workload.name(container, i)} {value.problem(found, $"has {quote.of(found)} MiB of shared memory")}"
	field := workload.pointer(i, "linuxParameters/sharedMemorySize")
}

_allowed(found) if {
	most := parameter.get("maxMiB", 1024)
	is_number(most)
	is_number(found)
	found <= most
}
