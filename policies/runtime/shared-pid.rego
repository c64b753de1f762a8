package policies.runtime["shared-pid"]

import data.lib.agent
import data.lib.parameter
import data.lib.quote
import data.lib.value
import data.lib.workload

# METADATA
# title: The task shares its process namespace where its agent needs it
# description: Sysdig's workload agent from version 5 on traces across containers, and sees none but its own without pidMode task. On Fargate that is the only mode there is.
# entrypoint: true
# custom:
#   severity: medium
#   kinds: [TaskDefinition, Task, Service, TaskSet]
#   remediation: Set `pidMode` to task.
#   references: []
#   parameters:
#     agentImages: {description: Repositories of agents that need it; mirrors keep the last names., default: [sysdig/workload-agent]}
violation contains {"msg": msg, "field": workload.at("pidMode")} if {
	some container in workload.containers
	agent.among(container, parameter.list("agentImages", ["sysdig/workload-agent"]))
	found := value.get(workload.definition, "pidMode", "")
	not _shared(found)
	msg := $"pidMode {value.problem(found, _text(found))}, and the agent needs task"
}

# Where it is not known whether there is such an agent.
violation contains {"msg": msg, "field": found.field} if {
	not _shared(value.get(workload.definition, "pidMode", ""))
	some found in agent.unclear
	msg := $"whether an agent needs pidMode task {value.problem(found.value, "")}"
}

_shared("task")

_text("") := "is not set"

_text(found) := $"is {quote.of(found)}" if found != ""
