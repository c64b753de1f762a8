package policies.workload.privileged

import data.lib.value
import data.lib.workload

# METADATA
# title: Containers are not privileged
# description: A privileged container owns its host. Fargate refuses it; on EC2 it is one step from every other task.
# entrypoint: true
# custom:
#   severity: critical
#   kinds: [TaskDefinition, Task, Service, TaskSet, DaemonTaskDefinition, Daemon]
#   remediation: Remove `privileged`, and add the single capability that the process needs.
#   references:
#     - securityhub/ECS.4
#     - config/ecs-containers-nonprivileged
#     - controltower/CT.ECS.PR.11
#     - checkov/CKV_AWS_334
#     - prowler/ecs_task_definitions_no_privileged_containers
#     - powerpipe/ecs_task_definition_container_non_privileged
#     - nirmata/validate-ecs-containers-nonprivileged
#     - electriceye/ECS.3
#     - cnspec/ecs-no-privileged-containers
#     - containersonaws/privileged
#     - iam/ecs:privileged
#   parameters:
#     ignoreContainers: {description: Names of containers that are not judged; `*` stands for anything., default: []}
#     ignoreImages: {description: Images whose containers are not judged; `*` stands for anything., default: []}
violation contains {"msg": msg, "field": field} if {
	some i, container in workload.containers
	found := value.get(container, "privileged", false)
	not _allowed(found)
	msg := $"container {workload.name(container, i)} {value.problem(found, "is privileged")}"
	field := workload.pointer(i, "privileged")
}

_allowed(found) if found == false
