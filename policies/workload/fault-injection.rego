package policies.workload["fault-injection"]

import data.lib.value
import data.lib.workload

# METADATA
# title: Tasks accept no fault injection
# description: With fault injection any container of the task may ask the ECS agent to slow down, lose or block its network. That is for experiments, not for production.
# entrypoint: true
# custom:
#   severity: medium
#   kinds: [TaskDefinition, Task, Service, TaskSet]
#   remediation: Remove `enableFaultInjection`, or exempt the clusters in which experiments run.
#   references: []
violation contains {"msg": msg, "field": workload.at("enableFaultInjection")} if {
	found := value.get(workload.definition, "enableFaultInjection", false)
	not _allowed(found)
	msg := $"fault injection {value.problem(found, "is enabled")}"
}

_allowed(found) if found == false
