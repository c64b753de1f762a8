package policies.daemon["rollback-alarms"]

import data.lib.call
import data.lib.value

# METADATA
# title: Daemon deployments are rolled back by alarms
# description: A daemon that starts but does harm takes down every instance, one after the other. ECS's own circuit breaker sees only daemons that fail to start; alarms see the rest. Whether an alarm exists and works a request does not show. What an update does not mention stays as it is, and is not judged again.
# entrypoint: true
# custom:
#   severity: medium
#   kinds: [Daemon]
#   remediation: >-
#     Set `deploymentConfiguration.alarms` to `enable: true` with the names of CloudWatch alarms.
#   references: []
violation contains {"msg": msg, "field": "/deploymentConfiguration/alarms/enable"} if {
	found := value.get(_alarms, "enable", false)
	not _enabled(found)
	msg := $"the deployment alarms {value.problem(found, "are not enabled")}"
}

violation contains {"msg": msg, "field": "/deploymentConfiguration/alarms/alarmNames"} if {
	value.list(_alarms, "alarmNames") == []
	msg := "the names of the deployment alarms are missing"
}

violation contains {"msg": msg, "field": $"/deploymentConfiguration/alarms/alarmNames/{i}"} if {
	some i, name in value.list(_alarms, "alarmNames")
	not is_string(name)
	msg := $"the name of a deployment alarm {value.problem(name, "is no text")}"
}

_alarms := value.get(call.given("deploymentConfiguration", {}), "alarms", {})

_enabled(found) if found == true
