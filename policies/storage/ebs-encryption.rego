package policies.storage["ebs-encryption"]

import data.lib.parameter
import data.lib.storage
import data.lib.value

# METADATA
# title: EBS volumes of tasks are encrypted
# description: An EBS volume that ECS attaches to a task is encrypted only if the call says so, unless the account encrypts by default, which a request does not show. A key of one's own can be demanded; then the key's policy decides who reads the data and its snapshots.
# entrypoint: true
# custom:
#   severity: high
#   kinds: [Task, Service, TaskSet]
#   remediation: Set `encrypted` to true in `managedEBSVolume`, and `kmsKeyId` where a key is demanded.
#   references: []
#   parameters:
#     requireKmsKey: {description: Whether each volume names a KMS key., default: false}
violation contains {"msg": msg, "field": $"{volume.at}/encrypted"} if {
	some volume in storage.ebs
	found := value.get(volume.found, "encrypted", false)
	not _allowed(found)
	msg := $"the EBS volume {volume.name} {value.problem(found, "is not encrypted")}"
}

violation contains {"msg": msg, "field": $"{volume.at}/kmsKeyId"} if {
	parameter.get("requireKmsKey", false) == true
	some volume in storage.ebs
	found := value.get(volume.found, "kmsKeyId", "")
	not _named(found)
	msg := $"the EBS volume {volume.name} {value.problem(found, "names no KMS key")}"
}

_allowed(found) if found == true

_named(found) if {
	is_string(found)
	found != ""
}
