package policies.image["cross-account"]

import data.lib.image
import data.lib.parameter
import data.lib.pattern
import data.lib.value
import data.lib.workload

# METADATA
# title: Images come from the ECR of known accounts
# description: An image in another account's private ECR is built, changed and deleted by others. Images outside of private ECR are not looked at; without a known account every private ECR image is refused.
# entrypoint: true
# custom:
#   severity: high
#   kinds: [TaskDefinition, Task, Service, TaskSet, DaemonTaskDefinition, Daemon, ExpressGatewayService]
#   remediation: Copy the image into the account's own ECR, or list the account in `allowedAccounts`.
#   references: []
#   parameters:
#     allowedAccounts:
#       description: Ids of the accounts whose private ECR may be used; `{account}` stands for the request's own and `*` for anything.
#       default: ["{account}"]
#     ignoreContainers: {description: Names of containers that are not judged; `*` stands for anything., default: []}
#     ignoreImages: {description: Images whose containers are not judged; `*` stands for anything., default: []}
violation contains {"msg": msg, "field": field} if {
	some i, container in workload.containers
	found := value.get(container, "image", value.malformed)
	not _allowed(found)
	msg := $"the image of container {workload.name(container, i)} {value.problem(found, _problem(found))}"
	field := workload.pointer(i, "image")
}

_allowed(found) if {
	is_string(found)
	not image.ecr(found)
}

_allowed(found) if pattern.like(image.ecr(found).account, parameter.list("allowedAccounts", ["{account}"]))

_problem(found) := $"comes from the ECR of account {account}{pattern.unfilled("account")}" if {
	account := image.ecr(found).account
} else := "is no text"
