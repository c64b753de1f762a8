package policies.fargate["execution-role"]

import data.lib.fargate
import data.lib.value
import data.lib.workload

# METADATA
# title: Task definitions for Fargate have the execution role that they need
# description: On Fargate there is no instance role. A private ECR image, secrets, environment files, registry credentials and the log driver awslogs need an execution role, and so does GuardDuty's agent. What the role may do cannot be seen here. Not applicable where the task does not run on Fargate.
# entrypoint: true
# custom:
#   severity: low
#   kinds: [TaskDefinition, Task, Service, TaskSet]
#   remediation: Set `executionRoleArn` to a role with the managed policy AmazonECSTaskExecutionRolePolicy and access to the secrets.
#   references: [cfn-lint/E3048]
#   parameters:
#     always: {description: Ask for the role even where nothing in the task definition needs it; for GuardDuty's agent., default: false}
violation contains {"msg": msg, "field": workload.at("executionRoleArn")} if {
	fargate.applies
	found := value.get(workload.definition, "executionRoleArn", "")
	not _given(found)
	some need in _needs
	not need.unclear
	msg := $"executionRoleArn {value.problem(found, $"is missing: {need.text}")}"
}

# Where it is not known whether the role is needed, and there is none.
violation contains {"msg": msg, "field": need.field} if {
	fargate.applies
	role := value.get(workload.definition, "executionRoleArn", "")
	not _given(role)
	not value.unknown(role)
	some need in _needs
	msg := $"whether an execution role is needed {value.problem(need.found, "cannot be read")}"
}

violation contains found if some found in fargate.otherwise

_given(found) if {
	is_string(found)
	found != ""
}

_needs contains {"text": "the constraint asks for it always", "unclear": false} if input.parameters.always == true

_needs contains {"text": text, "unclear": false} if {
	some i, container in workload.containers
	some member, reason in {
		"environmentFiles": "reads environment files",
		"repositoryCredentials": "uses registry credentials",
		"secrets": "uses secrets",
	}
	found := value.get(container, member, [])
	found != []
	not value.unknown(found)
	text := $"container {workload.name(container, i)} {reason}"
}

_needs contains {"text": $"container {workload.name(container, i)} comes from a private ECR registry", "unclear": false} if {
	some i, container in workload.containers
	contains(container.image, ".dkr.ecr")
}

_needs contains {"text": $"container {workload.name(container, i)} logs by awslogs", "unclear": false} if {
	some i, container in workload.containers
	container.logConfiguration.logDriver == "awslogs"
}

_needs contains {"found": found, "field": workload.pointer(i, member), "unclear": true} if {
	some i, container in workload.containers
	some member in ["environmentFiles", "image", "logConfiguration", "repositoryCredentials", "secrets"]
	found := value.get(container, member, "")
	value.unknown(found)
}

_needs contains {"found": found, "field": workload.pointer(i, "logConfiguration/logDriver"), "unclear": true} if {
	some i, container in workload.containers
	found := container.logConfiguration.logDriver
	value.unknown(found)
}
