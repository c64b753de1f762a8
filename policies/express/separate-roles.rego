package policies.express["separate-roles"]

import data.lib.call
import data.lib.value

# METADATA
# title: Express services use three different roles
# description: Who takes over the container has its task role. Were that the infrastructure role too, he could rewrite load balancers and security groups; were it the execution role, read every secret of the task. Only roles of the same call are compared. What an update does not mention stays as it is, and is not judged again.
# entrypoint: true
# custom:
#   severity: high
#   kinds: [ExpressGatewayService]
#   remediation: >-
#     Make one role for each: infrastructure, execution and task.
#   references: [checkov/CKV_AWS_249]
violation contains {"msg": msg, "field": $"/{member}"} if {
	some [first, second] in [
		["taskRoleArn", "infrastructureRoleArn"],
		["taskRoleArn", "executionRoleArn"],
		["executionRoleArn", "infrastructureRoleArn"],
	]
	roles := {first: call.given(first, ""), second: call.given(second, "")}
	not _differ(roles[first], roles[second])
	member := _member(roles, first, second)
	msg := $"{member} {value.problem(roles[member], $"is the same role as {second}")}"
}

_differ("", "")

_differ(role, other) if {
	is_string(role)
	is_string(other)
	role != other
}

# The one that cannot be read, if there is one.
_member(roles, first, second) := second if {
	not is_string(roles[second])
} else := first
