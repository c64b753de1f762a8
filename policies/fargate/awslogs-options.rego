package policies.fargate["awslogs-options"]

import data.lib.fargate
import data.lib.value
import data.lib.workload

# METADATA
# title: Containers that log by awslogs name the group, the Region and the stream's prefix
# description: On Fargate the driver awslogs needs all three; without the prefix a task's stream cannot be found. Not applicable where the task does not run on Fargate.
# entrypoint: true
# custom:
#   severity: low
#   kinds: [TaskDefinition, Task, Service, TaskSet]
#   remediation: Set `awslogs-group`, `awslogs-region` and `awslogs-stream-prefix` in the options of the container's `logConfiguration`.
#   references: [cfn-lint/E3046]
#   parameters:
#     ignoreContainers: {description: Names of containers that are not judged; `*` stands for anything., default: []}
#     ignoreImages: {description: Images whose containers are not judged; `*` stands for anything., default: []}
violation contains {"msg": msg, "field": workload.pointer(i, $"logConfiguration/options/{option}")} if {
	fargate.applies
	some i, container in workload.containers
	logging := value.get(container, "logConfiguration", {})
	value.get(logging, "logDriver", "") == "awslogs"
	options := value.get(logging, "options", {})
	some option in ["awslogs-group", "awslogs-region", "awslogs-stream-prefix"]
	found := value.get(options, option, "")
	not _stated(found)
	msg := $"container {workload.name(container, i)}: {option} {value.problem(found, "is not stated")}"
}

# What cannot be read may be awslogs.
violation contains {"msg": msg, "field": workload.pointer(i, "logConfiguration/logDriver")} if {
	fargate.applies
	some i, container in workload.containers
	driver := value.get(value.get(container, "logConfiguration", {}), "logDriver", "")
	not is_string(driver)
	msg := $"container {workload.name(container, i)}: the log driver {value.problem(driver, "cannot be read")}"
}

violation contains found if some found in fargate.otherwise

_stated(found) if {
	is_string(found)
	found != ""
}
