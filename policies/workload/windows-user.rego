package policies.workload["windows-user"]

import data.lib.value
import data.lib.workload

# METADATA
# title: Windows containers name a user that is not an administrator
# description: An administrator in a Windows container can change everything in it and is closer to the host. Without a user the image decides, and Windows Server Core images say ContainerAdministrator.
# entrypoint: true
# custom:
#   severity: medium
#   kinds: [TaskDefinition, Task, Service, TaskSet]
#   remediation: Set `user` to ContainerUser, or to an account without administrative rights.
#   references: [securityhub/ECS.21, config/ecs-task-definition-windows-user-non-admin]
#   parameters:
#     ignoreContainers: {description: Names of containers that are not judged; `*` stands for anything., default: []}
#     ignoreImages: {description: Images whose containers are not judged; `*` stands for anything., default: []}
violation contains {"msg": msg, "field": field} if {
	workload.windows
	some i, container in workload.containers
	found := value.get(container, "user", "")
	not _allowed(found)
	msg := $"container {workload.name(container, i)} {value.problem(found, _problem(found))}"
	field := workload.pointer(i, "user")
}

violation contains {"msg": msg, "field": field} if {
	not workload.windows
	_family != "LINUX"
	msg := $"the operating system {value.problem(_family, "is not known to be Linux or Windows")}"
	field := workload.at("runtimePlatform/operatingSystemFamily")
}

violation contains {"outcome": "notApplicable", "msg": "Linux containers have no Windows user"} if _family == "LINUX"

_family := value.get(value.get(workload.definition, "runtimePlatform", {}), "operatingSystemFamily", "LINUX")

# The account stands after its domain, as in User Manager\ContainerAdministrator.
_allowed(found) if {
	names := split(trim_space(lower(found)), "\\")
	not names[count(names) - 1] in {"", "administrator", "containeradministrator", "localsystem", "system"}
}

_problem("") := "names no user"

_problem(found) := "runs as an administrator" if found != ""
