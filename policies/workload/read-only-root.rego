package policies.workload["read-only-root"]

import data.lib.decisive
import data.lib.value
import data.lib.workload

# METADATA
# title: Containers have a read-only root filesystem
# description: On a root filesystem that cannot be written, an intruder cannot leave tools or change the program. ECS Exec needs it writable, and Windows cannot have it.
# entrypoint: true
# custom:
#   severity: medium
#   kinds: [TaskDefinition, Task, Service, TaskSet, DaemonTaskDefinition, Daemon]
#   remediation: Set `readonlyRootFilesystem` to true, and mount a volume where the process must write.
#   references:
#     - securityhub/ECS.5
#     - config/ecs-containers-readonly-access
#     - controltower/CT.ECS.PR.6
#     - checkov/CKV_AWS_336
#     - prowler/ecs_task_definitions_containers_readonly_access
#     - powerpipe/ecs_task_definition_container_readonly_root_filesystem
#     - nirmata/validate-ecs-containers-readonly
#     - kyverno/fs-read-only
#     - containersonaws/read-only-root
#   parameters:
#     ignoreContainers: {description: Names of containers that are not judged; `*` stands for anything., default: []}
#     ignoreImages: {description: Images whose containers are not judged; `*` stands for anything., default: []}
violation contains {"msg": msg, "field": fact.at} if {
	not workload.windows
	some i, container in workload.containers
	found := value.get(container, "readonlyRootFilesystem", false)
	not _allowed(found)
	fact := decisive.fact([{"found": found, "at": workload.pointer(i, "readonlyRootFilesystem")}, workload.system])
	msg := $"container {workload.name(container, i)} {value.problem(fact.found, "can write to its root filesystem")}"
}

violation contains {"outcome": "notApplicable", "msg": "Windows containers cannot have a read-only root filesystem"} if {
	workload.windows
}

_allowed(found) if found == true
