package policies.access["cross-account-role"]

import data.lib.parameter
import data.lib.quote
import data.lib.role
import data.lib.value

# METADATA
# title: Roles are the account's own
# description: The permissions of another account's role are decided elsewhere, and can change without anybody here knowing. A role that is given by name is the account's own; an ARN needs an account that is known.
# entrypoint: true
# custom:
#   severity: medium
#   kinds: [TaskDefinition, Task, Service, TaskSet, DaemonTaskDefinition, Daemon, ExpressGatewayService]
#   remediation: Use a role of this account, which may assume the other one; or list the account in `allowedAccounts`.
#   references: []
#   parameters:
#     allowedAccounts: {description: Ids of other accounts whose roles may be used., default: []}
violation contains {"msg": msg, "field": assigned.field} if {
	some member, noun in {"taskRoleArn": "task role", "executionRoleArn": "execution role"}
	assigned := role.assigned(member)
	not _allowed(assigned.value)
	msg := $"the {noun} {value.problem(assigned.value, _flaw(assigned.value))}"
}

_flaw(found) := $"{quote.of(found)} is not of this account" if {
	input.request.account
} else := $"{quote.of(found)} may be of any account: the request's is not known"

_allowed(found) if {
	is_string(found)
	not startswith(found, "arn:")
}

_allowed(found) if role.account(found) == input.request.account

_allowed(found) if role.account(found) in parameter.list("allowedAccounts", [])
