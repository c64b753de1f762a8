package policies.network.subnets

import data.lib.parameter
import data.lib.pattern
import data.lib.quote
import data.lib.value
import data.lib.vpc

# METADATA
# title: Tasks run in allowed subnets
# description: The subnet decides what a task can reach, and what can reach it. A request shows a subnet's id, not its routes, so the private ones are listed; an empty list allows nothing. Tasks in bridge or host mode are in the subnets of their instances, which no request shows.
# entrypoint: true
# custom:
#   severity: high
#   kinds: [Task, Service, TaskSet, ExpressGatewayService]
#   remediation: Name private subnets in `networkConfiguration`, or list the subnet in `allowedSubnets`.
#   references: [gatecheck/subnet-id, iam/ecs:subnet]
#   parameters:
#     allowedSubnets: {description: Ids of the subnets that tasks may run in; `*` stands for anything., default: []}
violation contains {"msg": msg, "field": subnet.field} if {
	some subnet in vpc.ids("subnets")
	not _allowed(subnet.value)
	msg := $"the subnet {value.problem(subnet.value, _flaw(subnet.value))}"
}

violation contains {"outcome": "notApplicable", "msg": vpc.elsewhere}

_allowed(id) if {
	id != ""
	pattern.like(id, parameter.list("allowedSubnets", []))
}

_flaw(id) := "is not named" if {
	id == ""
} else := $"{quote.of(id)} is not allowed"
