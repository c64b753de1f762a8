package policies.logging["log-region"]

import data.lib.log
import data.lib.parameter
import data.lib.pattern
import data.lib.quote
import data.lib.value
import data.lib.workload

# METADATA
# title: Logs stay in the task's own Region
# description: Logs hold personal data and secrets as often as the application does, and follow it across no border. Drivers other than awslogs are not looked at; without a known Region every awslogs container is refused.
# entrypoint: true
# custom:
#   severity: medium
#   kinds: [TaskDefinition, Task, Service, TaskSet, DaemonTaskDefinition, Daemon]
#   remediation: Set awslogs-region to the task's own Region, or list the Region of the central log group in `allowedRegions`.
#   references: []
#   parameters:
#     allowedRegions:
#       description: Regions to which containers may log; `{region}` stands for the request's own and `*` for anything.
#       default: ["{region}"]
#     ignoreContainers: {description: Names of containers that are not judged; `*` stands for anything., default: []}
#     ignoreImages: {description: Images whose containers are not judged; `*` stands for anything., default: []}
violation contains {"msg": msg, "field": field} if {
	some i, container in workload.containers
	found := value.get(log.options(container, "awslogs"), "awslogs-region", "")
	not _allowed(found)
	msg := $"container {workload.name(container, i)}: the Region of its log {value.problem(found, $"is {quote.of(found)}{pattern.unfilled("region")}")}"
	field := workload.pointer(i, "logConfiguration/options/awslogs-region")
}

violation contains problem if some problem in log.unreadable

# `logging/awslogs-options` asks for one.
_allowed("")

_allowed(found) if pattern.like(found, parameter.list("allowedRegions", ["{region}"]))
