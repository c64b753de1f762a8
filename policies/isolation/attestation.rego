package policies.isolation.attestation

import data.lib.quote
import data.lib.target
import data.lib.value
import data.lib.workload

# METADATA
# title: Confidential sandboxes have an attestation policy
# description: CONFIDENTIAL_SANDBOX keeps the host out only together with an attestation policy, which pins what may start in the sandbox. Whether the policy pins the right things cannot be seen here. A mode that ECS does not know is refused too.
# entrypoint: true
# custom:
#   severity: high
#   kinds: [TaskDefinition, Task, Service, TaskSet]
#   remediation: Set `trustedExecutionConfiguration.attestationPolicy` to the base64 text of the policy, or use ISOLATED_SANDBOX.
#   references: []
violation contains {"msg": msg, "field": target.isolation_mode.field} if {
	found := target.isolation_mode.value
	not _known(found)
	msg := $"isolationMode {value.problem(found, $"is {quote.of(found)}, which ECS does not know")}"
}

violation contains {"msg": msg, "field": workload.at("trustedExecutionConfiguration/attestationPolicy")} if {
	target.isolation_mode.value == "CONFIDENTIAL_SANDBOX"
	found := value.get(workload.definition.trustedExecutionConfiguration, "attestationPolicy", "")
	not _stated(found)
	msg := $"attestationPolicy {value.problem(found, "is no base64 text, and CONFIDENTIAL_SANDBOX needs one")}"
}

_known(mode) if mode in {"SHARED", "ISOLATED_SANDBOX", "CONFIDENTIAL_SANDBOX"}

_stated(found) if {
	found != ""
	trim(found, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=") == ""
}
