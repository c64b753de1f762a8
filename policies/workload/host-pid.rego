package policies.workload["host-pid"]

import data.lib.quote
import data.lib.value
import data.lib.workload

# METADATA
# title: Tasks do not share the host's process namespace
# description: Who sees the host's processes can read their environment and memory, and signal them. A daemon's `shared` is the same namespace.
# entrypoint: true
# custom:
#   severity: critical
#   kinds: [TaskDefinition, Task, Service, TaskSet, DaemonTaskDefinition, Daemon]
#   remediation: Remove `pidMode`, or set it to `task` where the task's containers must see each other.
#   references:
#     - securityhub/ECS.3
#     - config/ecs-task-definition-pid-mode-check
#     - controltower/CT.ECS.PR.10
#     - checkov/CKV_AWS_335
#     - prowler/ecs_task_definitions_host_namespace_not_shared
#     - powerpipe/ecs_task_definition_no_host_pid_mode
#     - nirmata/validate-ecs-task-definition-pid-mode-check
violation contains {"msg": msg, "field": field} if {
	found := value.get(workload.definition, "pidMode", "none")
	not _allowed(found)
	msg := $"pidMode {value.problem(found, $"is {quote.of(found)}: the containers see every process of the host")}"
	field := workload.at("pidMode")
}

_allowed(found) if found in {"none", "task"}
