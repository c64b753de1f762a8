package policies.fargate["network-mode"]

import data.lib.value
import data.lib.workload

# METADATA
# title: Tasks use the only network mode that Fargate has, awsvpc
# description: With awsvpc each task has its own network interface, which no other task shares. ECS takes bridge when nothing is said, and Fargate refuses that. Judged wherever the task runs.
# entrypoint: true
# custom:
#   severity: medium
#   kinds: [TaskDefinition, Task, Service, TaskSet]
#   remediation: Set `networkMode` to awsvpc.
#   references: [cfn-lint/E3048]
violation contains {"msg": msg, "field": workload.at("networkMode")} if {
	found := value.get(workload.definition, "networkMode", "")
	not _allowed(found)
	msg := $"networkMode {value.problem(found, "is not awsvpc, the only one that Fargate has")}"
}

_allowed("awsvpc")
