package policies.express.roles

import data.lib.call
import data.lib.parameter
import data.lib.pattern
import data.lib.quote
import data.lib.value

# METADATA
# title: Express services use allowed roles
# description: ECS acts with the infrastructure role on load balancers, certificates and security groups, with the execution role on images, logs and secrets; the container acts with the task role. What the roles permit a request does not show. What an update does not mention stays as it is, and is not judged again.
# entrypoint: true
# custom:
#   severity: high
#   kinds: [ExpressGatewayService]
#   remediation: Name roles of the account that are made for it, or list them in the parameter of their kind.
#   references: []
#   parameters:
#     allowedExecutionRoles:
#       description: ARNs of execution roles; `*` stands for anything, `{account}` for the request's own.
#       default: ["arn:*:iam::{account}:role/*"]
#     allowedInfrastructureRoles:
#       description: ARNs of infrastructure roles; `*` stands for anything, `{account}` for the request's own.
#       default: ["arn:*:iam::{account}:role/*"]
#     allowedTaskRoles:
#       description: ARNs of task roles; `*` stands for anything, `{account}` for the request's own.
#       default: ["arn:*:iam::{account}:role/*"]
violation contains {"msg": msg, "field": $"/{member}"} if {
	some member, parameter_name in {
		"executionRoleArn": "allowedExecutionRoles",
		"infrastructureRoleArn": "allowedInfrastructureRoles",
		"taskRoleArn": "allowedTaskRoles",
	}
	found := call.given(member, "")
	not _allowed(member, found, parameter_name)
	msg := $"{member} {value.problem(found, _problem(found))}"
}

# The container needs no role of its own; a task definition of the caller's brings the execution role along.
_allowed("taskRoleArn", "", _)

_allowed("executionRoleArn", "", _) if input.request.object.taskDefinitionArn

_allowed(_, found, parameter_name) if {
	pattern.like(found, parameter.list(parameter_name, ["arn:*:iam::{account}:role/*"]))
}

_problem(found) := "is missing" if {
	found == ""
} else := $"is {quote.of(found)}, which is not allowed"
