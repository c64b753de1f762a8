package policies.workload["non-root-user"]

import data.lib.decisive
import data.lib.user
import data.lib.value
import data.lib.workload

# METADATA
# title: Linux containers name a user that is not root
# description: Root in the container is root on the host once it gets out. Without a user the image decides, and most images say root.
# entrypoint: true
# custom:
#   severity: medium
#   kinds: [TaskDefinition, Task, Service, TaskSet, DaemonTaskDefinition, Daemon]
#   remediation: Set `user` to an id above 0, such as `1000:1000`.
#   references:
#     - securityhub/ECS.20
#     - config/ecs-task-definition-linux-user-non-root
#     - config/ecs-task-definition-nonroot-user
#     - controltower/CT.ECS.PR.3
#     - powerpipe/ecs_task_definition_no_root_user
#     - nirmata/validate-ecs-task-definition-nonroot-user
#     - electriceye/ECS.5
#     - cnspec/ecs-container-non-root-user
#     - containersonaws/non-root-user
#   parameters:
#     ignoreContainers: {description: Names of containers that are not judged; `*` stands for anything., default: []}
#     ignoreImages: {description: Images whose containers are not judged; `*` stands for anything., default: []}
violation contains {"msg": msg, "field": fact.at} if {
	not workload.windows
	some i, container in workload.containers
	found := value.get(container, "user", "")
	not user.not_root(found)
	fact := decisive.fact([{"found": found, "at": workload.pointer(i, "user")}, workload.system])
	msg := $"container {workload.name(container, i)} {value.problem(fact.found, _problem(found))}"
}

violation contains {"outcome": "notApplicable", "msg": "Windows containers have no root user"} if workload.windows

_problem("") := "names no user"

_problem(found) := "runs as root" if found != ""
