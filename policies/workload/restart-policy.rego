package policies.workload["restart-policy"]

import data.lib.value
import data.lib.workload

# METADATA
# title: Containers do not restart in place
# description: "A container that restarts inside its task hides its failures: the task goes on, no event is sent, and neither the deployment circuit breaker nor an alarm on stopped tasks ever sees them. Sidecars that may fail are named in `ignoreContainers`."
# entrypoint: true
# custom:
#   severity: low
#   kinds: [TaskDefinition, Task, Service, TaskSet, DaemonTaskDefinition, Daemon]
#   remediation: Remove `restartPolicy`, and let the service replace the task.
#   references: []
#   parameters:
#     ignoreContainers: {description: Names of containers that are not judged; `*` stands for anything., default: []}
#     ignoreImages: {description: Images whose containers are not judged; `*` stands for anything., default: []}
violation contains {"msg": msg, "field": field} if {
	some i, container in workload.containers
	found := value.get(value.get(container, "restartPolicy", {}), "enabled", false)
	not _allowed(found)
	msg := $"container {workload.name(container, i)} {value.problem(found, "restarts in place")}"
	field := workload.pointer(i, "restartPolicy/enabled")
}

_allowed(found) if found == false
