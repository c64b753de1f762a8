package policies.access["ecs-exec"]

import data.lib.launch
import data.lib.value

# METADATA
# title: ECS Exec is off
# description: ECS Exec opens a shell as root in a running container, whatever `user` says, past every review of what it runs.
# entrypoint: true
# custom:
#   severity: medium
#   kinds: [Task, Service, Daemon]
#   remediation: Remove `enableExecuteCommand`; where a cluster is for debugging, leave it out of the constraint's match.
#   references: [gatecheck/enableExecuteCommand, iam/ecs:enable-execute-command]
violation contains {"msg": msg, "field": setting.field} if {
	setting := launch.setting("enableExecuteCommand", false)
	not _allowed(setting.value)
	msg := $"ECS Exec {value.problem(setting.value, "is on")}"
}

_allowed(found) if found == false
