package policies.workload["command-overrides"]

import data.lib.launch
import data.lib.value
import data.lib.workload

# METADATA
# title: Tasks run the command of their task definition
# description: RunTask can replace a container's command, and so run anything that the image holds with the task's role. No review of the task definition sees it.
# entrypoint: true
# custom:
#   severity: medium
#   kinds: [Task]
#   remediation: Register a task definition with the command; or name the containers whose command may change in `ignoreContainers`.
#   references: []
#   parameters:
#     ignoreContainers: {description: Names of containers that are not judged; `*` stands for anything., default: []}
violation contains {"msg": msg, "field": $"{overrides.field}/containerOverrides/{i}/command"} if {
	overrides := launch.setting("overrides", {})
	some i, container in value.list(overrides.value, "containerOverrides")
	not workload.ignored(container)
	found := value.get(container, "command", [])
	not _allowed(found)
	msg := $"the command of container {workload.name(container, i)} {value.problem(found, "is overridden")}"
}

_allowed(found) if found == []
