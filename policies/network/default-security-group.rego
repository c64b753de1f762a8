package policies.network["default-security-group"]

import data.lib.parameter
import data.lib.value
import data.lib.vpc

# METADATA
# title: Tasks do not use the VPC's default security group
# description: A task for which no group is named gets the VPC's default one, whose members all reach each other. A request does not show which id is a VPC's default group, so a call that names it is found only when it is listed.
# entrypoint: true
# custom:
#   severity: medium
#   kinds: [Task, Service, TaskSet, ExpressGatewayService]
#   remediation: Name a security group of the workload's own in `networkConfiguration`.
#   references: []
#   parameters:
#     defaultGroups: {description: Ids of the VPCs' default security groups., default: []}
violation contains {"msg": msg, "field": group.field} if {
	some group in vpc.ids("securityGroups")
	not _allowed(group.value)
	msg := $"the security group {value.problem(group.value, "is the VPC's default one")}"
}

violation contains {"outcome": "notApplicable", "msg": vpc.elsewhere}

_allowed(id) if {
	is_string(id)
	id != ""
	not id in parameter.list("defaultGroups", [])
}
