package policies.deployment.alarms

import data.lib.decisive
import data.lib.deployment
import data.lib.value

# METADATA
# title: Deployments are watched by alarms
# description: A deployment whose tasks start well can still serve errors; CloudWatch alarms end it and go back. A request shows the alarms' names, not what they measure. A daemon goes back whenever its alarms are on.
# entrypoint: true
# custom:
#   severity: low
#   kinds: [Service, Daemon]
#   remediation: Name alarms in `deploymentConfiguration.alarms`, with `enable` and, for a service, `rollback` true.
#   references: []
violation contains {"msg": msg, "field": fact.at} if {
	not deployment.elsewhere
	setting := deployment.setting("alarms", {})
	[member, found, text] := _flaw(setting.value)
	fact := decisive.fact([{"found": found, "at": $"{setting.field}/{member}"}, deployment.controller])
	msg := $"the alarms of deployments {value.problem(fact.found, text)}"
}

violation contains {"outcome": "notApplicable", "msg": deployment.elsewhere}

_flaw(alarms) := ["enable", found, "are off"] if {
	found := value.get(alarms, "enable", false)
	found != true
} else := ["alarmNames", "", "are not named"] if {
	count(value.list(alarms, "alarmNames")) == 0
} else := [$"alarmNames/{first}", names[first], "are not named"] if {
	names := value.list(alarms, "alarmNames")
	nameless := [i | some i, name in names; not _named(name)]
	first := nameless[0]
} else := ["rollback", found, "do not roll back"] if {
	input.request.kind == "Service"
	found := value.get(alarms, "rollback", false)
	found != true
}

_named(name) if {
	is_string(name)
	name != ""
}
