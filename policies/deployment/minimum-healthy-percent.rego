package policies.deployment["minimum-healthy-percent"]

import data.lib.decisive
import data.lib.deployment
import data.lib.launch
import data.lib.parameter
import data.lib.quote
import data.lib.value

# METADATA
# title: Enough tasks stay up during a deployment
# description: With a minimum of 0 percent ECS may stop every task before a new one is up. It rounds up, so 50 percent keep the one task of a service that wants only one. Where nothing is said it is 100 percent, for a DAEMON service 0.
# entrypoint: true
# custom:
#   severity: low
#   kinds: [Service]
#   remediation: Set `deploymentConfiguration.minimumHealthyPercent` to 50 or more, and `maximumPercent` so that there is room for new tasks.
#   references:
#     - kics/79d745f0-d5f3-46db-9504-bef73e9fd528
#     - kics/f5c45127-1d28-4b49-a692-0b97da1c3a84
#   parameters:
#     minimum: {description: The least percentage., default: 50, schema: {type: number, minimum: 0, maximum: 100}}
violation contains {"msg": msg, "field": fact.at} if {
	not deployment.elsewhere
	percent := _percent
	not _allowed(percent.value)
	fact := decisive.fact([{"found": percent.value, "at": percent.field}, deployment.controller])
	msg := $"the minimum of healthy tasks {value.problem(fact.found, $"is {quote.of(percent.value)} percent")}"
}

violation contains {"outcome": "notApplicable", "msg": deployment.elsewhere}

_allowed(found) if {
	is_number(found)
	found >= parameter.get("minimum", 50)
}

# What is set, or else what follows from the scheduling.
_percent := set if {
	set := deployment.setting("minimumHealthyPercent", "")
	set.value != ""
} else := {"value": 0, "field": set.field} if {
	set := deployment.setting("minimumHealthyPercent", "")
	_scheduling.value == "DAEMON"
} else := {"value": 100, "field": set.field} if {
	set := deployment.setting("minimumHealthyPercent", "")
	_scheduling.value == "REPLICA"
} else := _scheduling

_scheduling := launch.setting("schedulingStrategy", "REPLICA")
