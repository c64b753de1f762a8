package policies.cluster["exec-log-encryption"]

import data.lib.cluster
import data.lib.decisive
import data.lib.value

# METADATA
# title: ECS Exec sessions and their logs are encrypted with a key of one's own
# description: What is typed and shown in a session often holds secrets. A KMS key encrypts the session, and the logs are to be encrypted as well; whether the key and the log group exist a request does not show.
# entrypoint: true
# custom:
#   severity: medium
#   kinds: [Cluster]
#   remediation: Set `executeCommandConfiguration.kmsKeyId`, and `cloudWatchEncryptionEnabled` or `s3EncryptionEnabled` for each place that is logged to.
#   references: [checkov/CKV_AWS_224, powerpipe/ecs_cluster_logging_encrypted_with_kms_cmk]
violation contains {"msg": msg, "field": $"{_at}/kmsKeyId"} if {
	found := value.get(_exec, "kmsKeyId", "")
	not _named(found)
	msg := $"the KMS key of ECS Exec sessions {value.problem(found, "is not set")}"
}

# Each place that is named is encrypted.
violation contains {"msg": msg, "field": $"{_at}/logConfiguration/{encryption}"} if {
	some place, encryption in _places
	value.get(_log, place, "") != ""
	found := value.get(_log, encryption, false)
	not _on(found)
	msg := $"the log of ECS Exec sessions {value.problem(found, $"is not encrypted: {encryption}")}"
}

# Where none is named, encryption is at least asked for.
violation contains {"msg": msg, "field": $"{_at}/logConfiguration/{fact.at}"} if {
	every place, _ in _places {
		value.get(_log, place, "") == ""
	}
	asked := [{"at": encryption, "found": value.get(_log, encryption, false)} | some encryption in _encryptions]
	every one in asked {
		not _on(one.found)
	}
	fact := decisive.fact(asked)
	msg := $"the log of ECS Exec sessions {value.problem(fact.found, "is not encrypted")}"
}

_encryptions := ["cloudWatchEncryptionEnabled", "s3EncryptionEnabled"]

_places := {"cloudWatchLogGroupName": "cloudWatchEncryptionEnabled", "s3BucketName": "s3EncryptionEnabled"}

_configuration := cluster.setting("configuration", {})

_at := $"{_configuration.field}/executeCommandConfiguration"

_exec := value.get(_configuration.value, "executeCommandConfiguration", {})

_log := value.get(_exec, "logConfiguration", {})

_named(found) if {
	is_string(found)
	found != ""
}

_on(found) if found == true
