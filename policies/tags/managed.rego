package policies.tags.managed

import data.lib.launch
import data.lib.value

# METADATA
# title: ECS tags tasks with their cluster and service
# description: With managed tags a task carries the names of its cluster and service, which nobody can forget or misspell. ECS does not say of a running task whether it was asked to, so only the call that starts it is judged.
# entrypoint: true
# custom:
#   severity: low
#   kinds: [Service, Task, Daemon]
#   remediation: Set `enableECSManagedTags` to true.
#   references: [iam/ecs:enable-ecs-managed-tags]
violation contains {"msg": msg, "field": setting.field} if {
	not launch.described_task
	setting := launch.setting("enableECSManagedTags", false)
	setting.value != true
	msg := $"the tags that ECS manages {value.problem(setting.value, "are off")}"
}

violation contains {"outcome": "notApplicable", "msg": "ECS does not say how a running task got its tags"} if {
	launch.described_task
}
