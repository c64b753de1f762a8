package policies.fargate["system-controls"]

import data.lib.quote
import data.lib.value
import data.lib.workload

# METADATA
# title: Containers set only kernel parameters that belong to the task
# description: ECS and Fargate know the kernel parameters of the network and the IPC namespace, for Linux, on Fargate from platform version 1.4.0 on. Any other is the whole kernel's. In a task with awsvpc those of the network hold for every container. Judged wherever the task runs.
# entrypoint: true
# custom:
#   severity: medium
#   kinds: [TaskDefinition, Task, Service, TaskSet, DaemonTaskDefinition, Daemon]
#   remediation: Remove the entry from `systemControls`, or name a parameter that begins with net. or belongs to the IPC namespace.
#   references: []
#   parameters:
#     ignoreContainers: {description: Names of containers that are not judged; `*` stands for anything., default: []}
#     ignoreImages: {description: Images whose containers are not judged; `*` stands for anything., default: []}
violation contains {"msg": msg, "field": workload.pointer(i, $"systemControls/{j}/namespace")} if {
	some i, container in workload.containers
	some j, control in value.list(container, "systemControls")
	found := value.get(control, "namespace", value.malformed)
	not _allowed(found)
	text := $"{quote.of(found)} is not the task's{_where}"
	msg := $"container {workload.name(container, i)}: the kernel parameter {value.problem(found, text)}"
}

_allowed(found) if {
	not workload.windows
	_of_task(found)
}

_of_task(found) if startswith(found, "net.")

_of_task(found) if startswith(found, "fs.mqueue.")

_of_task(found) if found in {
	"kernel.msgmax", "kernel.msgmnb", "kernel.msgmni", "kernel.sem", "kernel.shmall",
	"kernel.shmmax", "kernel.shmmni", "kernel.shm_rmid_forced",
}

_where := "; Windows containers have none" if workload.windows

_where := "" if not workload.windows
