package policies.capacity.spot

import data.lib.capacity
import data.lib.cluster
import data.lib.parameter
import data.lib.pattern
import data.lib.quote
import data.lib.value

# METADATA
# title: Capacity is not Spot capacity by default
# description: AWS takes Spot capacity back with two minutes' notice, and at times there is none. Judged are Managed Instances on Spot, and a cluster's default strategy that names a Spot capacity provider; what an Auto Scaling group starts a request does not show. deployment/spot judges services.
# entrypoint: true
# custom:
#   severity: low
#   kinds: [CapacityProvider, Cluster]
#   remediation: Make the default FARGATE, or a capacity provider of On-Demand instances; or leave the clusters out whose work can be interrupted.
#   references: []
#   parameters:
#     spotProviders: {description: Names of capacity providers on Spot; `*` stands for anything., default: [FARGATE_SPOT]}
violation contains {"msg": msg, "field": setting.field} if {
	input.request.kind == "CapacityProvider"
	not capacity.auto_scaling_group
	setting := capacity.template("capacityOptionType", "ON_DEMAND")
	not _steady(setting.value)
	msg := $"the capacity of Managed Instances {value.problem(setting.value, $"is {quote.of(setting.value)}")}"
}

violation contains {"msg": msg, "field": $"{strategy.field}/{j}/capacityProvider"} if {
	input.request.kind == "Cluster"
	strategy := cluster.setting("defaultCapacityProviderStrategy", [])
	some j, item in value.list({"given": strategy.value}, "given")
	found := value.get(item, "capacityProvider", value.malformed)
	not _allowed(found)
	msg := $"the default capacity provider strategy {value.problem(found, $"names {quote.of(found)}, which is Spot capacity")}"
}

violation contains {"outcome": "notApplicable", "msg": "which instances an Auto Scaling group starts is not known"} if {
	capacity.auto_scaling_group
}

_steady(found) if found in {"ON_DEMAND", "RESERVED"}

_allowed(found) if {
	is_string(found)
	not pattern.like(found, parameter.list("spotProviders", ["FARGATE_SPOT"]))
}
