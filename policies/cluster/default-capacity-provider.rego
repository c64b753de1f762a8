package policies.cluster["default-capacity-provider"]

import data.lib.cluster
import data.lib.decisive
import data.lib.value

# METADATA
# title: Clusters have a default capacity provider strategy
# description: Without one a task that names neither launch type nor strategy lands on EC2 instances, where there may be none, or others than were meant.
# entrypoint: true
# custom:
#   severity: low
#   kinds: [Cluster]
#   remediation: Set `defaultCapacityProviderStrategy`, for instance to FARGATE.
#   references: [electriceye/ECS.2]
violation contains {"msg": msg, "field": $"{_strategy.field}{fact.at}"} if {
	not _given
	items := [{"at": $"/{j}", "found": item} | some j, item in _list]
	fact := decisive.fact(array.concat([{"at": "", "found": ""}], items))
	msg := $"the default capacity provider strategy {value.problem(fact.found, "is not set")}"
}

_strategy := cluster.setting("defaultCapacityProviderStrategy", [])

_list := value.list({"given": _strategy.value}, "given")

# Which provider it is does not matter here, so it need not be known yet.
_given if {
	some item in _list
	not value.unknown(item)
	value.get(item, "capacityProvider", value.malformed) != value.malformed
}
