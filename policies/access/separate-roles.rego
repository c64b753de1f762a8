package policies.access["separate-roles"]

import data.lib.role
import data.lib.value

# METADATA
# title: The execution role is not the task role
# description: The execution role can read the task's secrets and pull its images, so that the containers need not. One role for both gives the containers those rights.
# entrypoint: true
# custom:
#   severity: medium
#   kinds: [TaskDefinition, Task, Service, TaskSet, DaemonTaskDefinition, Daemon, ExpressGatewayService]
#   remediation: Give `taskRoleArn` a role of its own.
#   references: [checkov/CKV_AWS_249, powerpipe/ecs_task_definition_role_check]
violation contains {"msg": msg, "field": doubt.field} if {
	of_task := role.assigned("taskRoleArn")
	of_execution := role.assigned("executionRoleArn")
	not _allowed(of_task.value, of_execution.value)
	doubt := _doubt(of_task, of_execution)
	msg := $"the task role {value.problem(doubt.value, "is the execution role")}"
}

_allowed("", _)

_allowed(_, "")

_allowed(of_task, of_execution) if lower(role.name(of_task)) != lower(role.name(of_execution))

_allowed(of_task, of_execution) if role.account(of_task) != role.account(of_execution)

_doubt(of_task, of_execution) := of_execution if {
	not is_string(of_execution.value)
	is_string(of_task.value)
} else := of_task
