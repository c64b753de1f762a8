package policies.runtime["agent-essential"]

import data.lib.agent
import data.lib.parameter
import data.lib.quote
import data.lib.value
import data.lib.workload

# METADATA
# title: Runtime agents say whether the task stops with them
# description: A container is essential unless it says otherwise, so an agent that fails takes the application with it; one that is not essential can be killed and the task runs on unwatched. Either is a choice to be made in writing. Containers that only copy the agent's files and exit are not among the default images.
# entrypoint: true
# custom:
#   severity: low
#   kinds: [TaskDefinition, Task, Service, TaskSet]
#   remediation: Set `essential` of the agent's container, to true for security's sake and to false for availability's.
#   references: []
#   parameters:
#     essential:
#       description: What the agent's container has to say; `stated` is content with either.
#       default: stated
#       schema: {type: string, enum: [stated, "true", "false"]}
#     agentImages:
#       description: Repositories of agents that keep running; mirrors keep the last names.
#       default: [sysdig/workload-agent, falcosecurity/falco-userspace, datadog/agent, twistlock/defender, microenforcer, microenforcer-basic]
#     ignoreContainers: {description: Names of containers that are not judged; `*` stands for anything., default: []}
#     ignoreImages: {description: Images whose containers are not judged; `*` stands for anything., default: []}
violation contains {"msg": msg, "field": workload.pointer(i, "essential")} if {
	some i, container in workload.containers
	agent.among(container, _images)
	found := value.get(container, "essential", "")
	not _allowed(found)
	msg := $"container {workload.name(container, i)}: essential of the agent {value.problem(found, _text(found))}"
}

# Where it is not known whether the container is an agent's.
violation contains {"msg": msg, "field": workload.pointer(i, "image")} if {
	some i, container in workload.containers
	found := value.get(container, "image", "")
	value.unknown(found)
	not _allowed(value.get(container, "essential", ""))
	msg := $"whether container {workload.name(container, i)} is an agent's {value.problem(found, "")}"
}

_images := parameter.list("agentImages", [
	"sysdig/workload-agent", "falcosecurity/falco-userspace", "datadog/agent", "twistlock/defender", "microenforcer",
	"microenforcer-basic",
])

_wanted := parameter.get("essential", "stated")

_allowed(found) if {
	is_boolean(found)
	_wanted == "stated"
}

_allowed(found) if {
	is_boolean(found)
	$"{found}" == _wanted
}

_text("") := "is not stated"

_text(found) := $"is {quote.of(found)}" if found != ""
