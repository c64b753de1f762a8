package policies.logging["log-group"]

import data.lib.log
import data.lib.parameter
import data.lib.pattern
import data.lib.quote
import data.lib.value
import data.lib.workload

# METADATA
# title: Logs go to allowed log groups
# description: Retention, encryption and who may read are settings of the log group, which a request does not show; its name tells which rules hold. Drivers other than awslogs are not looked at.
# entrypoint: true
# custom:
#   severity: low
#   kinds: [TaskDefinition, Task, Service, TaskSet, DaemonTaskDefinition, Daemon, ExpressGatewayService]
#   remediation: Send the log to a group of an allowed name, or list the name in `allowedLogGroups`.
#   references: []
#   parameters:
#     allowedLogGroups:
#       description: Names of log groups; `*` stands for anything, `{account}` and `{region}` for the request's own.
#       default: ["/ecs/*", "/aws/ecs/*"]
#     ignoreContainers: {description: Names of containers that are not judged; `*` stands for anything., default: []}
#     ignoreImages: {description: Images whose containers are not judged; `*` stands for anything., default: []}
violation contains {"msg": msg, "field": field} if {
	some i, container in workload.containers
	found := value.get(log.options(container, "awslogs"), "awslogs-group", "")
	not _allowed(found)
	msg := $"container {workload.name(container, i)}: the log group {value.problem(found, $"is {quote.of(found)}")}"
	field := workload.pointer(i, "logConfiguration/options/awslogs-group")
}

violation contains {"msg": msg, "field": field} if {
	workload.express
	some i, container in workload.containers
	found := value.get(value.get(container, "awsLogsConfiguration", {}), "logGroup", "")
	not _allowed(found)
	msg := $"container {workload.name(container, i)}: the log group {value.problem(found, $"is {quote.of(found)}")}"
	field := workload.pointer(i, "awsLogsConfiguration/logGroup")
}

violation contains problem if {
	not workload.express
	some problem in log.unreadable
}

# None: `logging/awslogs-options` asks for one, and Express makes one of its own.
_allowed("")

_allowed(found) if pattern.like(found, parameter.list("allowedLogGroups", ["/ecs/*", "/aws/ecs/*"]))
