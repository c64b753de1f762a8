package policies.access["allowed-roles"]

import data.lib.parameter
import data.lib.pattern
import data.lib.quote
import data.lib.role
import data.lib.value

# METADATA
# title: Tasks run with roles that are allowed in their cluster
# description: Whoever may register a task definition and pass roles can give a workload any of them, also one that was made for another cluster. A task definition has no cluster yet, so there a role that any cluster allows will do, and it is judged again where it runs. An empty list allows nothing.
# entrypoint: true
# custom:
#   severity: high
#   kinds: [TaskDefinition, Task, Service, TaskSet, DaemonTaskDefinition, Daemon, ExpressGatewayService]
#   remediation: Use a role that is made for this cluster, or list it in `allowedRoles`.
#   references: []
#   parameters:
#     allowedRoles:
#       description: >-
#         Names of clusters, each with the ARNs of the roles that tasks may have there. `*` stands for anything, in ARNs `{account}` for the request's own.
#       default: {}
#       schema: {type: object, additionalProperties: {type: array, items: {type: string}}}
violation contains {"msg": msg, "field": assigned.field} if {
	some member, noun in {"taskRoleArn": "task role", "executionRoleArn": "execution role"}
	assigned := role.assigned(member)
	not _allowed(assigned.value)
	msg := $"the {noun} {value.problem(assigned.value, $"{quote.of(assigned.value)} is not allowed{_where}")}"
}

_allowed("")

_allowed(found) if {
	some cluster, roles in parameter.get("allowedRoles", {})
	_covered(cluster)
	pattern.like(role.full(found), roles)
}

_covered("*")

_covered(_) if _nowhere_yet

_covered(cluster) if pattern.like(input.request.cluster, [cluster])

_nowhere_yet if input.request.kind in {"TaskDefinition", "DaemonTaskDefinition"}

_where := "" if {
	_nowhere_yet
} else := $" in cluster {input.request.cluster}" if {
	is_string(input.request.cluster)
} else := ": its cluster is not known"
