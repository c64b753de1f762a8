package policies.runtime["guardduty-coverage"]

import data.lib.fargate
import data.lib.guardduty
import data.lib.parameter
import data.lib.quote
import data.lib.target
import data.lib.value
import data.lib.workload

# METADATA
# title: GuardDuty's Runtime Monitoring covers the task
# description: >-
#   GuardDuty adds its agent to new Fargate tasks, and lets them run where it cannot. Judged is what ECS tells of it: the cluster's tag GuardDutyManaged, guardDutyEnabled of the service's revision, the agent among the containers of a running task, and what the agent needs. Managed Instances are not supported by GuardDuty, so they count as uncovered; on EC2 its agent is on the instance and cannot be seen here.
# entrypoint: true
# custom:
#   severity: medium
#   kinds: [TaskDefinition, Task, Service, TaskSet]
#   remediation: Switch on GuardDuty's Runtime Monitoring with automated agent configuration for Fargate, tag the cluster with GuardDutyManaged=true, and deploy anew; a running task gets no agent.
#   references: []
#   parameters:
#     requireTag: {description: Ask for the cluster's tag GuardDutyManaged=true., default: false}
violation contains {"msg": msg, "field": guardduty.tag.field} if {
	fargate.applies
	not _tagged(guardduty.tag.value)
	msg := $"the cluster's tag GuardDutyManaged {value.problem(guardduty.tag.value, _tag_text)}"
}

violation contains {"msg": msg, "field": guardduty.revision.field} if {
	fargate.applies
	not guardduty.agent
	guardduty.revision.value != true
	msg := $"guardDutyEnabled of the service's revision {value.problem(guardduty.revision.value, "is not true")}"
}

violation contains {"msg": msg, "field": guardduty.agent.field} if {
	fargate.applies
	guardduty.agent.value != "RUNNING"
	msg := $"GuardDuty's agent in the task {value.problem(guardduty.agent.value, _agent_text)}"
}

# Its agent is pulled with the execution role.
violation contains {"msg": msg, "field": workload.at("executionRoleArn")} if {
	fargate.applies
	found := value.get(workload.definition, "executionRoleArn", "")
	not _role(found)
	msg := $"executionRoleArn, which GuardDuty's agent is pulled with, {value.problem(found, "is missing")}"
}

violation contains {"msg": msg, "field": workload.system.at} if {
	fargate.applies
	workload.system.found != "LINUX"
	msg := $"the operating system {value.problem(workload.system.found, $"is {quote.of(workload.system.found)}, and GuardDuty's agent is for Linux")}"
}

violation contains {"msg": "GuardDuty does not support Managed Instances", "field": _managed} if _managed

violation contains member if {
	not _managed
	not fargate.applies
	some member in fargate.otherwise
}

_managed := target.launch_type.field if {
	input.request.kind != "TaskDefinition"
	target.launch_type.value == "MANAGED_INSTANCES"
}

_managed := workload.at("requiresCompatibilities") if {
	not target.launch_type.value in {"EC2", "EXTERNAL", "FARGATE", "MANAGED_INSTANCES"}
	workload.definition.requiresCompatibilities == ["MANAGED_INSTANCES"]
}

_tagged("true")

_tagged("") if parameter.get("requireTag", false) == false

_tag_text := "is missing" if {
	guardduty.tag.value == ""
} else := $"is {quote.of(guardduty.tag.value)}, not true"

_agent_text := "is missing" if {
	guardduty.agent.value == ""
} else := $"is {quote.of(guardduty.agent.value)}, not RUNNING"

_role(found) if trim_space(found) != ""
