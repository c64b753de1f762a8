package policies.access["exec-principals"]

import data.lib.parameter
import data.lib.pattern
import data.lib.value

# METADATA
# title: Only named principals execute commands in running tasks
# description: ECS Exec is root in a running container. `access/ecs-exec` keeps it off where a task is launched; this says who may use it where it is on. It judges ExecuteCommand alone, so deny ssm:StartSession besides, which reaches the same containers. An empty list allows nobody.
# entrypoint: true
# custom:
#   severity: high
#   kinds: [TaskExec]
#   remediation: Ask somebody who may, or list the principal under its cluster in `allowedPrincipals`.
#   references: []
#   parameters:
#     allowedPrincipals:
#       description: Names of clusters, each with the ARNs of the roles, users or sessions that may execute commands there; `*` stands for anything, in ARNs `{account}` for the request's own.
#       default: {}
#       schema: {type: object, additionalProperties: {type: array, items: {type: string}}}
violation contains {"msg": msg, "field": "/cluster"} if {
	not _allowed
	cluster := value.get(object.get(input.request, "object", value.malformed), "cluster", "default")
	msg := $"who may execute commands in the cluster {value.problem(cluster, $"does not include {_principal}")}"
}

_allowed if {
	some cluster, principals in parameter.get("allowedPrincipals", {})
	_covered(cluster)
	some member in ["arn", "issuerArn"]
	pattern.like(input.request.userInfo[member], principals)
}

_covered("*")

_covered(cluster) if pattern.like(input.request.cluster, [cluster])

_principal := input.request.userInfo.arn if {
	is_string(input.request.userInfo.arn)
} else := "a principal that is not known"
