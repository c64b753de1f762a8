package policies.capacity["instance-subnets"]

import data.lib.capacity
import data.lib.parameter
import data.lib.quote
import data.lib.value

# METADATA
# title: Managed Instances run in allowed subnets
# description: The subnet decides whether an instance, and a task in the network mode host, can be reached from the internet. What a subnet's routes are a request does not show, so the allowed ones are listed.
# entrypoint: true
# custom:
#   severity: medium
#   kinds: [CapacityProvider]
#   remediation: Name allowed subnets in `networkConfiguration.subnets`, or list the subnet in `allowedSubnets`.
#   references: []
#   parameters:
#     allowedSubnets: {description: Ids of the subnets that may be used., default: []}
violation contains {"msg": msg, "field": $"{_network.field}/subnets/{j}"} if {
	not capacity.auto_scaling_group
	some j, found in _given
	not found in parameter.list("allowedSubnets", [])
	msg := $"Managed Instances {value.problem(found, $"use the subnet {quote.of(found)}")}"
}

violation contains {"msg": "Managed Instances name no subnet", "field": $"{_network.field}/subnets"} if {
	not capacity.auto_scaling_group
	_given == []
}

violation contains {"outcome": "notApplicable", "msg": "the capacity provider has no Managed Instances"} if {
	capacity.auto_scaling_group
}

_network := capacity.template("networkConfiguration", {})

_given := value.list(_network.value, "subnets")
