package policies["supply-chain"].signed

import data.lib.evidence
import data.lib.parameter
import data.lib.workload

# METADATA
# title: Images are signed by somebody you trust
# description: A signature says who made an image, and that it is still what they made. Cosign's signatures are verified against the keys and identities of the trust policy (TASKGATE_TRUST); one by another key, of other content, or by a revoked key does not count. That ECR signed what was pushed is no such proof, and counts only where a constraint says so.
# entrypoint: true
# custom:
#   severity: high
#   kinds: [TaskDefinition, Task, Service, TaskSet, DaemonTaskDefinition, Daemon, ExpressGatewayService]
#   evidence: [signatures]
#   remediation: Sign the image with `cosign sign` and a key that the trust policy has for it, or add the key of who signed it to the trust policy.
#   references: []
#   parameters:
#     acceptEcrSigning: {description: Whether it is enough that ECR's managed signing has signed the image., default: false}
#     ignoreContainers: {description: Names of containers that are not judged; `*` stands for anything., default: []}
#     ignoreImages: {description: Images whose containers are not judged; `*` stands for anything., default: []}
violation contains {"msg": msg, "field": fact.at} if {
	some i, container in workload.containers
	fact := _fact(container, i)
	not _allowed(fact.found)
	msg := $"the image of container {workload.name(container, i)} {evidence.problem(fact, "signature", _problem(fact.found))}"
}

_allowed(found) if found.answer == "valid"

_allowed(found) if {
	_ecr_is_enough
	found.ecrSigning == "COMPLETE"
}

_ecr_is_enough if parameter.get("acceptEcrSigning", false) == true

# Where ECR's word would be enough and is not known, that is what nobody can tell.
_fact(container, i) := fact if {
	whole := evidence.fact(container, i, "signatures")
	not _allowed(whole.found)
	_ecr_is_enough
	is_string(container.image)
	found := whole.found.ecrSigning
	is_string(found["$unknown"])
	base := evidence.at(container.image, "signatures")
	fact := {"found": found, "at": $"{base}/ecrSigning"}
} else := evidence.fact(container, i, "signatures")

_problem(found) := $"has no signature that counts: {found.reason}" if {
	is_string(found.reason)
} else := "has no signature that counts"
