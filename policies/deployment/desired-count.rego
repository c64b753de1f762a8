package policies.deployment["desired-count"]

import data.lib.decisive
import data.lib.deployment
import data.lib.launch
import data.lib.parameter
import data.lib.quote
import data.lib.value

# METADATA
# title: Services want at least one task
# description: A service that wants no task serves nobody, and is easily forgotten with its roles and secrets. Where nothing is said AWS CloudFormation and ECS begin with one. ECS counts the tasks of a DAEMON service by itself.
# entrypoint: true
# custom:
#   severity: low
#   kinds: [Service]
#   remediation: Set `desiredCount` to 1 or more, or delete the service.
#   references: [kics/91f16d09-689e-4926-aca7-155157f634ed]
#   parameters:
#     minimum: {description: The least number of tasks; 2 survive the loss of one., default: 1, schema: {type: integer, minimum: 0}}
violation contains {"msg": msg, "field": fact.at} if {
	not _elsewhere
	setting := launch.setting("desiredCount", 1)
	not _allowed(setting.value)
	fact := decisive.fact([{"found": setting.value, "at": setting.field}, deployment.scheduling])
	msg := $"the number of tasks wanted {value.problem(fact.found, $"is {quote.of(setting.value)}")}"
}

violation contains {"outcome": "notApplicable", "msg": _elsewhere}

_elsewhere := "ECS counts the tasks of a DAEMON service by itself" if {
	launch.setting("schedulingStrategy", "REPLICA").value == "DAEMON"
}

_allowed(found) if {
	is_number(found)
	found >= parameter.get("minimum", 1)
}
