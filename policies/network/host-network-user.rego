package policies.network["host-network-user"]

import data.lib.parameter
import data.lib.user
import data.lib.value
import data.lib.workload

# METADATA
# title: In the host's network no container is root without saying so
# description: Root in the host's network can do to it what the host can. AWS Config accepts a user that is not root, or `privileged` as a stated intent; cdk-nag asks for both.
# entrypoint: true
# custom:
#   severity: high
#   kinds: [TaskDefinition, Task, Service, TaskSet]
#   remediation: Set `networkMode` to awsvpc, or `user` to an id above 0.
#   references:
#     - config/ecs-task-definition-user-for-host-mode-check
#     - securityhub/ECS.1
#     - controltower/CT.ECS.PR.8
#     - guard/ECS_TASK_DEFINITION_USER_FOR_HOST_MODE_CHECK
#     - cdk-nag/ECSTaskDefinitionUserForHostMode
#     - cdk-nag/HIPAA.Security-ECSTaskDefinitionUserForHostMode
#     - cdk-nag/NIST.800.53.R4-ECSTaskDefinitionUserForHostMode
#     - cdk-nag/NIST.800.53.R5-ECSTaskDefinitionUserForHostMode
#     - cdk-nag/PCI.DSS.321-ECSTaskDefinitionUserForHostMode
#     - prowler/ecs_task_definitions_host_networking_mode_users
#     - powerpipe/ecs_task_definition_user_for_host_mode_check
#     - nirmata/validate-ecs-task-definition-user-for-host-mode-check
#   parameters:
#     requireBoth: {description: Ask for `privileged` and a user that is not root together., default: false}
#     ignoreContainers: {description: Names of containers that are not judged; `*` stands for anything., default: []}
#     ignoreImages: {description: Images whose containers are not judged; `*` stands for anything., default: []}
violation contains {"msg": msg, "field": field} if {
	not is_string(_mode)
	msg := $"networkMode {value.problem(_mode, "cannot be read")}"
	field := workload.at("networkMode")
}

violation contains {"msg": msg, "field": field} if {
	lower(_mode) == "host"
	some i, container in workload.containers
	not _allowed(container)
	[member, found] := _reason(container)
	msg := $"container {workload.name(container, i)} {value.problem(found, "is root in the host's network")}"
	field := workload.pointer(i, member)
}

_mode := value.get(workload.definition, "networkMode", "bridge")

_allowed(container) if {
	_is_user(container)
	not parameter.get("requireBoth", false)
}

_allowed(container) if {
	_is_privileged(container)
	not parameter.get("requireBoth", false)
}

_allowed(container) if {
	_is_user(container)
	_is_privileged(container)
}

_is_user(container) if user.not_root(value.get(container, "user", ""))

_is_privileged(container) if value.get(container, "privileged", false) == true

# What the verdict hangs on: what is not known yet, or else the user.
_reason(container) := ["privileged", found] if {
	not value.unknown(value.get(container, "user", ""))
	found := value.get(container, "privileged", "")
	value.unknown(found)
} else := ["user", value.get(container, "user", "")]
