# GuardDuty's Runtime Monitoring on Fargate: AWS adds its agent to new tasks by itself, so it stands in no task definition. What tells
# are a tag of the cluster, a flag of the service's revision, and the containers of a running task.
package lib.guardduty

import data.lib.value

# The cluster's tag that GuardDuty reads: true, false, or another value; empty without one. Undefined where the cluster is not known.
tag := {"value": found, "field": "/context/cluster/tags"} if {
	cluster := input.request.context.cluster
	found := array.concat([value.get(tag, "value", "") | some tag in value.list(cluster, "tags"); _is_its(tag)], [""])[0]
}

# What a tag that cannot be read says, may be about this.
_is_its(tag) if not is_string(value.get(tag, "key", value.malformed))

_is_its(tag) if tag.key == "GuardDutyManaged"

# Whether the revision of the service that is about to run has it: a boolean, or what stands in its place.
revision := {"value": value.get(found, "guardDutyEnabled", false), "field": "/context/serviceRevision/guardDutyEnabled"} if {
	found := input.request.context.serviceRevision
}

# The agent in a task that runs: RUNNING, another status of its container, or empty without one.
agent := {"value": _agent_status, "field": "/context/task/containers"} if {
	input.request.context.task.lastStatus == "RUNNING"
}

_agent_status := array.concat(
	[_status(container) | some container in value.list(input.request.context.task, "containers"); _is_agent(container.name)],
	[""],
)[0]

_is_agent("aws-gd-agent")

_is_agent(name) if startswith(name, "aws-guardduty-agent-")

_status(container) := "UNHEALTHY" if {
	container.healthStatus == "UNHEALTHY"
} else := value.get(container, "lastStatus", value.malformed)

# True where something shows that GuardDuty watches, and nothing that it does not.
watches if {
	agent.value == "RUNNING"
} else if {
	not agent
	revision.value == true
} else if {
	not agent
	not revision
	tag.value == "true"
}
