package policies.network["security-groups"]

import data.lib.parameter
import data.lib.pattern
import data.lib.quote
import data.lib.value
import data.lib.vpc

# METADATA
# title: Tasks have allowed security groups
# description: A security group is the firewall of a task. A request shows its id, not its rules, so the reviewed ones are listed; an empty list allows nothing.
# entrypoint: true
# custom:
#   severity: high
#   kinds: [Task, Service, TaskSet, ExpressGatewayService]
#   remediation: Name reviewed groups in `networkConfiguration`, or list the group in `allowedGroups`.
#   references: []
#   parameters:
#     allowedGroups: {description: Ids of the security groups that tasks may have; `*` stands for anything., default: []}
violation contains {"msg": msg, "field": group.field} if {
	some group in vpc.ids("securityGroups")
	not _allowed(group.value)
	msg := $"the security group {value.problem(group.value, _flaw(group.value))}"
}

violation contains {"outcome": "notApplicable", "msg": vpc.elsewhere}

_allowed(id) if {
	id != ""
	pattern.like(id, parameter.list("allowedGroups", []))
}

_flaw(id) := "is not named" if {
	id == ""
} else := $"{quote.of(id)} is not allowed"
