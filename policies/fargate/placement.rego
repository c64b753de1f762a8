package policies.fargate.placement

import data.lib.fargate
import data.lib.launch
import data.lib.value

# METADATA
# title: Calls for Fargate leave the placement of tasks to it
# description: Fargate has no instances to choose among, so ECS refuses placement constraints and strategies there; network settings say which Availability Zones are used. Not applicable where the task does not run on Fargate.
# entrypoint: true
# custom:
#   severity: low
#   kinds: [Task, Service]
#   remediation: Remove `placementConstraints` and `placementStrategy`; choose subnets instead.
#   references: []
violation contains {"msg": msg, "field": setting.field} if {
	fargate.applies
	some member in ["placementConstraints", "placementStrategy"]
	setting := launch.setting(member, [])
	not _none(setting.value)
	msg := $"{member} {value.problem(setting.value, "is set, which Fargate does not allow")}"
}

violation contains found if some found in fargate.otherwise

_none(found) if found == []
