package policies.tags.propagate

import data.lib.launch
import data.lib.parameter
import data.lib.quote
import data.lib.value

# METADATA
# title: Tags are handed on to tasks
# description: Unless told to, ECS does not copy the tags of a service, a task definition or a daemon to the tasks, and what these cost or do belongs to nobody. ECS does not say of a running task whether its tags were handed on, so only the call that starts it is judged.
# entrypoint: true
# custom:
#   severity: low
#   kinds: [Service, Task, Daemon]
#   remediation: Set `propagateTags` to SERVICE or TASK_DEFINITION; for a standalone task to TASK_DEFINITION, for a daemon to DAEMON.
#   references: [config/ecs-service-propagate-tags-enabled, iam/ecs:propagate-tags]
#   parameters:
#     sources:
#       description: Where a service's tasks may get their tags from.
#       default: [SERVICE, TASK_DEFINITION]
#       schema: {type: array, items: {type: string, enum: [SERVICE, TASK_DEFINITION]}}
violation contains {"msg": msg, "field": setting.field} if {
	not launch.described_task
	setting := launch.setting("propagateTags", "NONE")
	not setting.value in _sources
	msg := $"the source of the tasks' tags {value.problem(setting.value, $"is {quote.of(setting.value)}")}"
}

violation contains {"outcome": "notApplicable", "msg": "ECS does not say how a running task got its tags"} if {
	launch.described_task
}

_sources := parameter.list("sources", ["SERVICE", "TASK_DEFINITION"]) if input.request.kind == "Service"

_sources := ["TASK_DEFINITION"] if input.request.kind == "Task"

_sources := ["DAEMON"] if input.request.kind == "Daemon"
