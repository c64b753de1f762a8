package policies.logging.configured

import data.lib.value
import data.lib.workload

# METADATA
# title: Containers send their output to a log
# description: Without a log driver a container's output is lost with its task, and with it the trace of what happened.
# entrypoint: true
# custom:
#   severity: medium
#   kinds: [TaskDefinition, Task, Service, TaskSet, DaemonTaskDefinition, Daemon]
#   remediation: Give the container a `logConfiguration` with a `logDriver`, such as awslogs or awsfirelens.
#   references:
#     - securityhub/ECS.9
#     - config/ecs-task-definition-log-configuration
#     - controltower/CT.ECS.PR.5
#     - cdk-nag/AwsSolutions-ECS7
#     - cdk-nag/ECSTaskDefinitionContainerLogging
#     - prowler/ecs_task_definitions_logging_enabled
#     - powerpipe/ecs_task_definition_logging_enabled
#     - nirmata/validate-ecs-task-definition-log-configuration
#   parameters:
#     ignoreContainers: {description: Names of containers that are not judged; `*` stands for anything., default: []}
#     ignoreImages: {description: Images whose containers are not judged; `*` stands for anything., default: []}
violation contains {"msg": msg, "field": field} if {
	some i, container in workload.containers
	found := value.get(value.get(container, "logConfiguration", {}), "logDriver", "")
	not _allowed(found)
	msg := $"container {workload.name(container, i)} {value.problem(found, "has no log driver")}"
	field := workload.pointer(i, "logConfiguration/logDriver")
}

_allowed(found) if {
	driver := lower(trim_space(found))
	not driver in {"", "none"}
}
