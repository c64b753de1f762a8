package policies.image["pull-credentials"]

import data.lib.secret
import data.lib.value
import data.lib.workload

# METADATA
# title: Registry credentials come from the account's own Secrets Manager
# description: >-
#   `repositoryCredentials` may name a secret of another account or Region, which others can change or read. A secret's name without an ARN is one of the task's own account and Region; an ARN is refused where these are not known.
# entrypoint: true
# custom:
#   severity: medium
#   kinds: [TaskDefinition, Task, Service, TaskSet, DaemonTaskDefinition, Daemon, ExpressGatewayService]
#   remediation: Keep the registry's credentials in Secrets Manager of the same account and Region, or list the account in `allowedAccounts`.
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
	credentials := value.get(container, "repositoryCredentials", {})
	credentials != {}
	found := value.get(credentials, "credentialsParameter", value.malformed)
	not secret.allowed(found, {"secretsmanager"})
	problem := value.problem(found, secret.described(found))
	msg := $"the registry credentials of container {workload.name(container, i)}: {problem}"
	field := workload.pointer(i, "repositoryCredentials/credentialsParameter")
}
