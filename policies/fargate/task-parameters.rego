package policies.fargate["task-parameters"]

import data.lib.quote
import data.lib.value
import data.lib.workload

# METADATA
# title: Task definitions use no parameters that Fargate does not have
# description: Fargate has no shared IPC namespace and places tasks itself, so it refuses `ipcMode` and `placementConstraints`. Elsewhere an IPC namespace shared with the host or between containers is a way around their separation. Judged wherever the task runs.
# entrypoint: true
# custom:
#   severity: medium
#   kinds: [TaskDefinition, Task, Service, TaskSet, DaemonTaskDefinition, Daemon]
#   remediation: Remove the parameter from the task definition.
#   references: [cfn-lint/E3048]
violation contains {"msg": msg, "field": workload.at("ipcMode")} if {
	found := value.get(workload.definition, "ipcMode", "")
	not _allowed(found)
	msg := $"ipcMode {value.problem(found, $"is {quote.of(found)}, which Fargate does not allow")}"
}

violation contains {"msg": msg, "field": workload.at("placementConstraints")} if {
	found := value.get(workload.definition, "placementConstraints", [])
	not _empty(found)
	msg := $"placementConstraints {value.problem(found, "are set, which Fargate does not allow")}"
}

_allowed("")

# What daemons call having none.
_allowed("none") if input.request.kind == "DaemonTaskDefinition"

_empty(found) if found == []
