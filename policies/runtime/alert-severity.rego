package policies.runtime["alert-severity"]

import data.lib.alert
import data.lib.parameter
import data.lib.value

# METADATA
# title: No severe alert is raised about a running task
# description: >-
#   To deny is to respond to the alert. Ranks are Falco's, from 1 (Debug) to 8 (Emergency); GuardDuty's low, medium, high and critical are 3, 4, 6 and 7. One whose severity is not known, or that anybody outside can provoke, such as a port scan, is flagged and no more. What an agent's own wrapper sets off by attaching to processes is left alone.
# entrypoint: true
# custom:
#   severity: high
#   kinds: [RuntimeAlert]
#   remediation: Look into the container before it is gone. Keep the rule and its process out of it by `ignoreTypes` only where you know why it does that.
#   references: []
#   parameters:
#     minimumRank:
#       description: The least rank that is denied, by the source of the alert, and for sources without one by `other`.
#       default: {falco: 6, guardduty: 6, other: 6}
#     response:
#       description: What is done at most, within TASKGATE_RUNTIME_RESPONSE. Each of flag, stop, rollback, scaleToZero, quarantine does what those before it do.
#       default: stop
#       schema: {enum: [flag, stop, rollback, scaleToZero, quarantine]}
#     minimumHealthy: {description: How many other tasks of a service must be running for one to be stopped; with fewer it is flagged. For `stop` alone., default: 1}
#     stopsPerHour: {description: How many tasks of a service are stopped in an hour before the next is flagged. For `stop` alone., default: 3}
#     ignoreTypes: {description: Rules and types of findings that are left alone; `*` stands for anything., default: []}
#     ignoreContainers: {description: Names of containers that are left alone; `*` stands for anything., default: []}
violation contains {"msg": alert.told, "field": "/severity", "details": {"response": alert.response}} if {
	not alert.excluded
	is_number(_rank)
	_rank >= _minimum
}

violation contains {"msg": msg, "field": "/severity", "details": {"response": "flag"}} if {
	not alert.excluded
	not is_number(_rank)
	msg := $"{alert.told}: how severe that is, is not known"
}

_rank := value.get(alert.severity, "rank", value.malformed)

# A source that a constraint forgets is judged as strictly as a source can be that may be trusted.
_minimum := object.get(_minimums, alert.source, object.get(_minimums, "other", 6))

_minimums := parameter.get("minimumRank", {"falco": 6, "guardduty": 6, "other": 6})
