package policies.deployment.spot

import data.lib.launch
import data.lib.parameter
import data.lib.value

# METADATA
# title: Services do not rest on Spot capacity alone
# description: AWS takes Fargate Spot back with two minutes' notice, from all tasks at once if need be. A base on capacity that stays keeps the service up meanwhile. A name shows that FARGATE_SPOT is Spot; whether an Auto Scaling group is, no request shows, so list those in `spotProviders`.
# entrypoint: true
# custom:
#   severity: low
#   kinds: [Service, TaskSet]
#   remediation: Give the strategy a capacity provider that stays, such as FARGATE, with a `base` of 1 or more.
#   references: []
#   parameters:
#     spotProviders: {description: Names of the capacity providers that AWS may take back., default: [FARGATE_SPOT]}
violation contains {"msg": msg, "field": doubt.field} if {
	_spot
	not _based
	doubt := _doubt
	msg := $"the base on capacity that stays {value.problem(doubt.value, "is missing")}"
}

violation contains {"msg": $"the capacity provider {value.problem(found, "cannot be read")}", "field": field} if {
	some i, item in _items
	found := value.get(item, "capacityProvider", value.malformed)
	not is_string(found)
	field := $"{_strategy.field}/{i}/capacityProvider"
}

_spot if {
	some item in _items
	_takes_back(item.capacityProvider)
}

_based if {
	some item in _items
	is_string(item.capacityProvider)
	not _takes_back(item.capacityProvider)
	is_number(item.base)
	item.base > 0
}

_takes_back(provider) if provider in parameter.list("spotProviders", ["FARGATE_SPOT"])

_items := value.list({"items": _strategy.value}, "items")

# The call's own strategy, or else the cluster's, which counts where the call names neither strategy nor launch type.
_strategy := own if {
	own := launch.setting("capacityProviderStrategy", [])
	own.value != []
} else := {"value": [], "field": ""} if {
	launch.setting("launchType", "").value != ""
} else := {
	"value": value.get(object.get(input.request, ["context", "cluster"], {}), "defaultCapacityProviderStrategy", []),
	"field": "/context/cluster/defaultCapacityProviderStrategy",
}

# What may be the base, or else that there is none.
_doubt := first if {
	doubts := [doubt |
		some i, item in _items
		some member in ["capacityProvider", "base"]
		found := value.get(item, member, "")
		value.unknown(found)
		doubt := {"value": found, "field": $"{_strategy.field}/{i}/{member}"}
	]
	first := doubts[0]
} else := {"value": "", "field": _strategy.field}
