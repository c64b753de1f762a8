package policies.daemon.critical

import data.lib.call
import data.lib.daemon
import data.lib.parameter
import data.lib.value

# METADATA
# title: Daemons are critical
# description: When a critical daemon fails, ECS drains its instance; tasks go on beside a daemon that is not, without the agent that watches them. ECS's default is critical. What an update does not mention stays as it is, and is not judged again.
# entrypoint: true
# custom:
#   severity: medium
#   kinds: [Daemon]
#   remediation: >-
#     Remove `critical: false`, or list the family in `nonCriticalFamilies` where tasks may run without the daemon.
#   references: []
#   parameters:
#     nonCriticalFamilies: {description: Families of daemon task definitions that tasks can do without; `*` stands for anything., default: []}
violation contains {"msg": msg, "field": field} if {
	found := call.given("critical", true)
	not _critical(found)
	not daemon.listed(_families)
	blame := _blame(found)
	msg := $"the daemon {value.problem(blame.found, "is not critical")}"
	field := blame.field
}

_families := parameter.list("nonCriticalFamilies", [])

_critical(found) if found == true

# What decides: the family, where it is not known yet and could be listed.
_blame(found) := {"found": daemon.family, "field": daemon.field} if {
	daemon.undecided(_families)
} else := {"found": found, "field": "/critical"}
