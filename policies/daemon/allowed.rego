package policies.daemon.allowed

import data.lib.daemon
import data.lib.parameter
import data.lib.quote
import data.lib.value

# METADATA
# title: Daemons are of allowed families
# description: A daemon runs on every instance of its capacity providers, beside the tasks of every team, and can do on the host what its definition asks for. The daemon's own name says nothing about what runs, so the family is judged.
# entrypoint: true
# custom:
#   severity: high
#   kinds: [Daemon, DaemonTaskDefinition]
#   remediation: List the family of the daemon's task definition in `allowedFamilies`.
#   references: [iam/ecs:daemon-task-definition]
#   parameters:
#     allowedFamilies: {description: Families of daemon task definitions of the own account; `*` stands for anything., default: []}
violation contains {"msg": msg, "field": daemon.field} if {
	not daemon.listed(parameter.list("allowedFamilies", []))
	msg := $"the family of the daemon {value.problem(daemon.family, $"is {quote.of(daemon.family)}, which is not an allowed one")}"
}
