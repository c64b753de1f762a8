package policies.deployment["availability-zones"]

import data.lib.decisive
import data.lib.deployment
import data.lib.launch
import data.lib.quote
import data.lib.value

# METADATA
# title: Services are spread over Availability Zones again after one was lost
# description: Without rebalancing a service whose tasks fled from one zone stays in the others, until the next loss takes them all. A new service has it unless told otherwise; one that never had the setting does not. How many zones there are depends on the subnets, whose zones a request does not show.
# entrypoint: true
# custom:
#   severity: low
#   kinds: [Service]
#   remediation: Set `availabilityZoneRebalancing` to ENABLED.
#   references: []
violation contains {"msg": msg, "field": fact.at} if {
	not _elsewhere
	setting := launch.setting("availabilityZoneRebalancing", _default)
	not _allowed(setting.value)
	launch_type := launch.setting("launchType", "")
	own := {"found": setting.value, "at": setting.field}
	type := {"found": launch_type.value, "at": launch_type.field}
	fact := decisive.fact([own, deployment.scheduling, type, deployment.controller])
	msg := $"rebalancing over Availability Zones {value.problem(fact.found, $"is {quote.of(setting.value)}")}"
}

violation contains {"outcome": "notApplicable", "msg": _elsewhere}

_elsewhere := "a DAEMON service is where its instances are" if {
	launch.setting("schedulingStrategy", "REPLICA").value == "DAEMON"
} else := "machines outside of AWS are in no Availability Zone" if {
	launch.setting("launchType", "").value == "EXTERNAL"
} else := deployment.elsewhere

_default := "DISABLED" if {
	input.request.operation == "UPDATE"
} else := "ENABLED"

_allowed("ENABLED")
