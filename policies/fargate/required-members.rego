package policies.fargate["required-members"]

import data.lib.fargate
import data.lib.value
import data.lib.workload

# METADATA
# title: Task definitions for Fargate state the task's cpu and memory
# description: On Fargate both are required, for the task as a whole; those of the containers are not enough. Not applicable where the task does not run on Fargate.
# entrypoint: true
# custom:
#   severity: low
#   kinds: [TaskDefinition, Task, Service, TaskSet]
#   remediation: Set `cpu` and `memory` of the task definition, for instance to 256 and 512.
#   references: [cfn-lint/E3048, kics/f4c9b5f5-68b8-491f-9e48-4f96644a1d51]
violation contains {"msg": msg, "field": workload.at(member)} if {
	fargate.applies
	some member in ["cpu", "memory"]
	found := value.get(workload.definition, member, "")
	not _stated(found)
	msg := $"{member} {value.problem(found, "is not stated")}"
}

violation contains found if some found in fargate.otherwise

_stated(found) if {
	is_string(found)
	found != ""
}

_stated(found) if is_number(found)
