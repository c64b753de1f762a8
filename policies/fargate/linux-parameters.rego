package policies.fargate["linux-parameters"]

import data.lib.value
import data.lib.workload

# METADATA
# title: Containers use no Linux parameters that Fargate does not have
# description: Host devices, temporary file systems, the size of shared memory and swap are settings of a host that the task owns. Fargate has none to give; on a shared instance they take from the neighbours. Judged wherever the task runs.
# entrypoint: true
# custom:
#   severity: medium
#   kinds: [TaskDefinition, Task, Service, TaskSet, DaemonTaskDefinition, Daemon]
#   remediation: Remove the member from `linuxParameters`; write temporary files to the task's ephemeral storage.
#   references: []
#   parameters:
#     ignoreContainers: {description: Names of containers that are not judged; `*` stands for anything., default: []}
#     ignoreImages: {description: Images whose containers are not judged; `*` stands for anything., default: []}
violation contains {"msg": msg, "field": field} if {
	some i, container in workload.containers
	parameters := value.get(container, "linuxParameters", {})
	some member in ["devices", "maxSwap", "sharedMemorySize", "swappiness", "tmpfs"]
	found := value.get(parameters, member, [])
	not _allowed(found)
	msg := $"container {workload.name(container, i)}: {member} {value.problem(found, "is set, which Fargate does not allow")}"
	field := workload.pointer(i, $"linuxParameters/{member}")
}

_allowed(found) if found == []
