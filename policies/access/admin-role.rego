package policies.access["admin-role"]

import data.lib.launch
import data.lib.parameter
import data.lib.pattern
import data.lib.quote
import data.lib.role
import data.lib.value

# METADATA
# title: No role is called an administrator's
# description: A task with an administrator's role hands the account to whoever gets into one of its containers. A request shows the name of a role, not its permissions, so this finds roles whose name promises too much, and only those.
# entrypoint: true
# custom:
#   severity: high
#   kinds: [TaskDefinition, Task, Service, TaskSet, DaemonTaskDefinition, Daemon, ExpressGatewayService]
#   remediation: Make a role that has only what this workload needs; a role that is merely called so can be exempted.
#   references:
#     - kics/3206240f-2e87-4e58-8d24-3e19e7c83d7c
#     - kics/01986452-bdd8-4aaa-b5df-d6bf61d616ff
#     - kics/7db727c1-1720-468e-b80e-06697f71e09e
#     - terrascan/AC_AWS_0087
#   parameters:
#     adminRoles:
#       description: Names of roles, without their path and in lower case; `*` stands for anything.
#       default: ["*admin*", "*poweruser*", "*fullaccess*", "*full-access*"]
violation contains {"msg": msg, "field": assigned.field} if {
	some noun, assigned in _roles
	not _allowed(assigned.value)
	msg := $"the {noun} {value.problem(assigned.value, $"is called {quote.of(assigned.value)}")}"
}

_roles["task role"] := role.assigned("taskRoleArn")

_roles["execution role"] := role.assigned("executionRoleArn")

_roles["service role"] := launch.setting("role", "") if input.request.kind == "Service"

_allowed(found) if {
	not pattern.like(
		lower(role.name(found)),
		parameter.list("adminRoles", ["*admin*", "*poweruser*", "*fullaccess*", "*full-access*"]),
	)
}
