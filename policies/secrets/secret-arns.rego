package policies.secrets["secret-arns"]

import data.lib.secret
import data.lib.value
import data.lib.workload

# METADATA
# title: Secrets come from the task's own account and Region
# description: A secret of another account or Region is changed and deleted by others, and leaves the Region's boundary. A name without an ARN is a parameter of the task's own account and Region; an ARN is refused where these are not known.
# entrypoint: true
# custom:
#   severity: medium
#   kinds: [TaskDefinition, Task, Service, TaskSet, DaemonTaskDefinition, Daemon, ExpressGatewayService]
#   remediation: Keep the secret in the same account and Region, or list the other ones in `allowedAccounts` and `allowedRegions`.
#   references: []
#   parameters:
#     allowedAccounts:
#       description: Ids of accounts whose secrets may be used; `{account}` stands for the request's own and `*` for anything.
#       default: ["{account}"]
#     allowedRegions:
#       description: Regions whose secrets may be used; `{region}` stands for the request's own and `*` for anything.
#       default: ["{region}"]
#     ignoreContainers: {description: Names of containers that are not judged; `*` stands for anything., default: []}
#     ignoreImages: {description: Images whose containers are not judged; `*` stands for anything., default: []}
violation contains {"msg": msg, "field": field} if {
	some i, container in workload.containers
	some j, reference in value.list(container, "secrets")
	msg := _problem(container, i, reference)
	field := workload.pointer(i, $"secrets/{j}/valueFrom")
}

violation contains {"msg": msg, "field": field} if {
	some i, container in workload.containers
	some j, reference in value.list(value.get(container, "logConfiguration", {}), "secretOptions")
	msg := _problem(container, i, reference)
	field := workload.pointer(i, $"logConfiguration/secretOptions/{j}/valueFrom")
}

_problem(container, i, reference) := msg if {
	found := value.get(reference, "valueFrom", value.malformed)
	not secret.allowed(found, {"secretsmanager", "ssm"})
	msg := $"container {workload.name(container, i)}: {_name(reference)} {value.problem(found, secret.described(found))}"
}

_name(reference) := $"the secret {reference.name}" if {
	is_string(reference.name)
} else := "a secret"
