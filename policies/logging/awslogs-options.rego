package policies.logging["awslogs-options"]

import data.lib.log
import data.lib.parameter
import data.lib.value
import data.lib.workload

# METADATA
# title: The awslogs driver is told where to log
# description: Without a group and a Region a task does not start; without a stream prefix Fargate refuses it, and on EC2 nobody finds a container's stream. Whether the log group exists, and whether the execution role may create one, a request does not show.
# entrypoint: true
# custom:
#   severity: low
#   kinds: [TaskDefinition, Task, Service, TaskSet, DaemonTaskDefinition, Daemon]
#   remediation: Set awslogs-group, awslogs-region and awslogs-stream-prefix; create the log group beforehand, with a retention.
#   references: []
#   parameters:
#     requiredOptions: {description: Options that must be there., default: [awslogs-group, awslogs-region, awslogs-stream-prefix]}
#     allowCreateGroup:
#       description: Whether `awslogs-create-group` may be true. A log group that is made so keeps its events for ever, and its maker needs logs:CreateLogGroup.
#       default: true
#     ignoreContainers: {description: Names of containers that are not judged; `*` stands for anything., default: []}
#     ignoreImages: {description: Images whose containers are not judged; `*` stands for anything., default: []}
violation contains {"msg": msg, "field": field} if {
	some i, container in workload.containers
	options := log.options(container, "awslogs")
	some option in parameter.list("requiredOptions", ["awslogs-group", "awslogs-region", "awslogs-stream-prefix"])
	found := value.get(options, option, "")
	not _given(found)
	msg := $"container {workload.name(container, i)}: the log option {option} {value.problem(found, "is not set")}"
	field := workload.pointer(i, $"logConfiguration/options/{option}")
}

violation contains {"msg": msg, "field": field} if {
	parameter.get("allowCreateGroup", true) == false
	some i, container in workload.containers
	found := value.get(log.options(container, "awslogs"), "awslogs-create-group", "false")
	found != "false"
	msg := $"container {workload.name(container, i)}: awslogs-create-group {value.problem(found, "is set")}"
	field := workload.pointer(i, "logConfiguration/options/awslogs-create-group")
}

violation contains problem if some problem in log.unreadable

_given(found) if trim_space(found) != ""
