package policies.storage["fsx-credentials"]

import data.lib.arn
import data.lib.parameter
import data.lib.pattern
import data.lib.storage
import data.lib.value

# METADATA
# title: FSx volumes take their credentials from the account's own secrets
# description: The credentials of a Windows file share belong in Secrets Manager or Parameter Store of the same account. From another account somebody else decides who the task is to the domain.
# entrypoint: true
# custom:
#   severity: medium
#   kinds: [TaskDefinition, Task, Service, TaskSet]
#   remediation: Set `authorizationConfig.credentialsParameter` to the ARN of a secret or parameter of this account, or list it in `allowedCredentials`.
#   references: []
#   parameters:
#     allowedCredentials: {description: ARNs of secrets and parameters that are allowed besides the account's own; `*` stands for anything., default: []}
violation contains {"msg": msg, "field": $"{volume.at}/authorizationConfig/credentialsParameter"} if {
	some volume in storage.configured("fsxWindowsFileServerVolumeConfiguration")
	found := value.get(value.get(volume.found, "authorizationConfig", {}), "credentialsParameter", "")
	not _allowed(found)
	msg := $"the credentials of the FSx volume {volume.name} {value.problem(found, "are no secret or parameter of this account")}"
}

_allowed(found) if {
	parts := arn.parts(found)
	parts.account == input.request.account
	_stored(parts)
}

_allowed(found) if pattern.like(found, parameter.list("allowedCredentials", []))

_stored(parts) if {
	parts.service == "secretsmanager"
	startswith(parts.resource, "secret:")
}

_stored(parts) if {
	parts.service == "ssm"
	startswith(parts.resource, "parameter/")
}
