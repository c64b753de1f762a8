package policies.cluster["fargate-storage-encryption"]

import data.lib.cluster
import data.lib.value

# METADATA
# title: Clusters encrypt the storage of Fargate tasks with a key of one's own
# description: Fargate encrypts ephemeral storage with a key of AWS. With a key of your own its policy decides who can use it, and CloudTrail shows each use.
# entrypoint: true
# custom:
#   severity: low
#   kinds: [Cluster]
#   remediation: Set `managedStorageConfiguration.fargateEphemeralStorageKmsKeyId`.
#   references: [cnspec/ecs-cluster-fargate-encryption, iam/ecs:fargate-ephemeral-storage-kms-key]
violation contains {"msg": msg, "field": field} if {
	found := value.get(value.get(_configuration.value, "managedStorageConfiguration", {}), "fargateEphemeralStorageKmsKeyId", "")
	not _named(found)
	msg := $"the KMS key for Fargate's ephemeral storage {value.problem(found, "is not set")}"
	field := $"{_configuration.field}/managedStorageConfiguration/fargateEphemeralStorageKmsKeyId"
}

_configuration := cluster.setting("configuration", {})

_named(found) if {
	is_string(found)
	found != ""
}
