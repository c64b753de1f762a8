package policies.runtime["sysdig-collector"]

import data.lib.quote
import data.lib.value
import data.lib.workload

# METADATA
# title: Sysdig's agents report to a collector, not to an orchestrator
# description: Workload agents from version 6 on talk to the collector themselves; the orchestrator agent is gone. A task definition that names an orchestrator alone runs an agent that nobody supports any more.
# entrypoint: true
# custom:
#   severity: low
#   kinds: [TaskDefinition, Task, Service, TaskSet]
#   remediation: Set SYSDIG_COLLECTOR and SYSDIG_COLLECTOR_PORT, and remove SYSDIG_ORCHESTRATOR and its port.
#   references: []
violation contains {"msg": msg, "field": workload.pointer(i, $"environment/{j}/name")} if {
	some i, container in workload.containers
	variables := value.list(container, "environment")
	not _collects(variables)
	some j, variable in variables
	name := value.get(variable, "name", value.malformed)
	not _harmless(name)
	text := $"{quote.of(name)} names a legacy orchestrator"
	msg := $"container {workload.name(container, i)}: the variable {value.problem(name, text)}"
}

_collects(variables) if {
	some variable in variables
	variable.name == "SYSDIG_COLLECTOR"
}

_harmless(name) if {
	is_string(name)
	name != "SYSDIG_ORCHESTRATOR"
}
