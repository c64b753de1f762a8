package policies.storage["efs-iam"]

import data.lib.storage
import data.lib.value

# METADATA
# title: EFS volumes are mounted with the task role
# description: Without IAM authorization whoever reaches the mount target may mount the file system; with it the file system's policy decides by the task role. What that policy says a request does not show.
# entrypoint: true
# custom:
#   severity: medium
#   kinds: [TaskDefinition, Task, Service, TaskSet]
#   remediation: Set `authorizationConfig.iam` to ENABLED, and allow the task role in the file system's policy.
#   references: []
violation contains {"msg": msg, "field": $"{volume.at}/authorizationConfig/iam"} if {
	some volume in storage.configured("efsVolumeConfiguration")
	found := value.get(value.get(volume.found, "authorizationConfig", {}), "iam", "DISABLED")
	not _allowed(found)
	msg := $"the EFS volume {volume.name} {value.problem(found, "is mounted without IAM authorization")}"
}

_allowed(found) if found == "ENABLED"
