package policies.deployment["early-success"]

import data.lib.decisive
import data.lib.deployment
import data.lib.parameter
import data.lib.quote
import data.lib.value

# METADATA
# title: Deployments do not succeed before they have been watched
# description: With early success criteria ECS calls a deployment successful before all of its tasks run, and from then on neither the circuit breaker nor an alarm rolls it back. So many tasks have to be healthy first, for so many minutes.
# entrypoint: true
# custom:
#   severity: low
#   kinds: [Service]
#   remediation: Raise `earlySuccessCriteria.healthyPercent` and `bakeTimeInMinutes` of `deploymentConfiguration`, or set `earlySuccessCriteria.enable` to false.
#   references: []
#   parameters:
#     healthyPercent: {description: The least percentage of healthy tasks., default: 100, schema: {type: number, minimum: 0, maximum: 100}}
#     bakeTimeInMinutes: {description: The least time in minutes that they have to stay so., default: 5, schema: {type: number, minimum: 0}}
violation contains {"msg": msg, "field": fact.at} if {
	not deployment.elsewhere
	criteria := deployment.setting("earlySuccessCriteria", {})
	found := value.get(criteria.value, "enable", false)
	not is_boolean(found)
	fact := decisive.fact([{"found": found, "at": $"{criteria.field}/enable"}, deployment.controller])
	msg := $"early success {value.problem(fact.found, "is neither on nor off")}"
}

violation contains {"msg": msg, "field": fact.at} if {
	criteria := _criteria
	found := value.get(criteria.value, "healthyPercent", "")
	not _enough(found, parameter.get("healthyPercent", 100))
	fact := decisive.fact([{"found": found, "at": $"{criteria.field}/healthyPercent"}, deployment.controller])
	msg := $"the percentage of healthy tasks for early success {value.problem(fact.found, _is(found))}"
}

violation contains {"msg": msg, "field": fact.at} if {
	_criteria
	baking := deployment.setting("bakeTimeInMinutes", "")
	not _enough(baking.value, parameter.get("bakeTimeInMinutes", 5))
	fact := decisive.fact([{"found": baking.value, "at": baking.field}, deployment.controller])
	msg := $"the bake time in minutes before early success {value.problem(fact.found, _is(baking.value))}"
}

violation contains {"outcome": "notApplicable", "msg": deployment.elsewhere}

# The criteria that are in force.
_criteria := criteria if {
	not deployment.elsewhere
	criteria := deployment.setting("earlySuccessCriteria", {})
	criteria.value.enable == true
}

_enough(found, least) if {
	is_number(found)
	found >= least
}

_is(found) := "is not set" if {
	found == ""
} else := $"is {quote.of(found)}"
