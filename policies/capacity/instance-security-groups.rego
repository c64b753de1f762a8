package policies.capacity["instance-security-groups"]

import data.lib.capacity
import data.lib.parameter
import data.lib.quote
import data.lib.value

# METADATA
# title: Managed Instances use allowed security groups
# description: The security groups decide who can reach the instance and the tasks that share its network. Without any the VPC's default group holds, which lets its members reach each other.
# entrypoint: true
# custom:
#   severity: medium
#   kinds: [CapacityProvider]
#   remediation: Name allowed groups in `networkConfiguration.securityGroups`, or list the group in `allowedSecurityGroups`.
#   references: []
#   parameters:
#     allowedSecurityGroups: {description: Ids of the security groups that may be used., default: []}
violation contains {"msg": msg, "field": $"{_network.field}/securityGroups/{j}"} if {
	not capacity.auto_scaling_group
	some j, found in _given
	not found in parameter.list("allowedSecurityGroups", [])
	msg := $"Managed Instances {value.problem(found, $"use the security group {quote.of(found)}")}"
}

violation contains {"msg": "Managed Instances name no security group", "field": $"{_network.field}/securityGroups"} if {
	not capacity.auto_scaling_group
	_given == []
}

violation contains {"outcome": "notApplicable", "msg": "the capacity provider has no Managed Instances"} if {
	capacity.auto_scaling_group
}

_network := capacity.template("networkConfiguration", {})

_given := value.list(_network.value, "securityGroups")
