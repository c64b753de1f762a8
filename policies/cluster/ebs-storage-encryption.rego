package policies.cluster["ebs-storage-encryption"]

import data.lib.cluster
import data.lib.value

# METADATA
# title: Clusters encrypt the EBS volumes of tasks with a key of one's own
# description: The EBS volumes that ECS attaches to the cluster's tasks are encrypted with this key, unless a call names another one. Without it the account's default for EBS holds, which a request does not show.
# entrypoint: true
# custom:
#   severity: low
#   kinds: [Cluster]
#   remediation: Set `managedStorageConfiguration.kmsKeyId`.
#   references: []
violation contains {"msg": msg, "field": field} if {
	found := value.get(value.get(_configuration.value, "managedStorageConfiguration", {}), "kmsKeyId", "")
	not _named(found)
	msg := $"the KMS key for the tasks' EBS volumes {value.problem(found, "is not set")}"
	field := $"{_configuration.field}/managedStorageConfiguration/kmsKeyId"
}

_configuration := cluster.setting("configuration", {})

_named(found) if {
	is_string(found)
	found != ""
}
