package policies.access["task-role"]

import data.lib.role
import data.lib.value

# METADATA
# title: Tasks have a role of their own
# description: Without a task role the containers' calls to AWS are made, on an instance, with the instance's role, which every task there shares; elsewhere they fail, or somebody puts a key into the image. A task that never calls AWS can have a role without permissions.
# entrypoint: true
# custom:
#   severity: medium
#   kinds: [TaskDefinition, Task, Service, TaskSet, DaemonTaskDefinition, Daemon, ExpressGatewayService]
#   remediation: Set `taskRoleArn` to a role that has only what this workload needs.
#   references: [kics/7f384a5f-b5a2-4d84-8ca3-ee0a5247becb]
violation contains {"msg": msg, "field": role_of_task.field} if {
	role_of_task := role.assigned("taskRoleArn")
	not _allowed(role_of_task.value)
	msg := $"the task role {value.problem(role_of_task.value, "is missing")}"
}

_allowed(found) if trim_space(found) != ""
