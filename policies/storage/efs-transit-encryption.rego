package policies.storage["efs-transit-encryption"]

import data.lib.storage
import data.lib.value

# METADATA
# title: EFS volumes are encrypted in transit
# description: Without transit encryption the files pass through the network as they are, between the host and EFS. It is off unless the task definition turns it on.
# entrypoint: true
# custom:
#   severity: medium
#   kinds: [TaskDefinition, Task, Service, TaskSet]
#   remediation: Set `transitEncryption` to ENABLED in the volume's `efsVolumeConfiguration`.
#   references:
#     - securityhub/ECS.18
#     - config/ecs-task-definition-efs-encryption-enabled
#     - trivy/AWS-0035
#     - checkov/CKV_AWS_97
#     - kics/4d46ff3b-7160-41d1-a310-71d6d370b08f
#     - kics/6c131358-c54d-419b-9dd6-1f7dd41d180c
#     - terrascan/AC_AWS_0463
#     - powerpipe/ecs_task_definition_encryption_in_transit_enabled
#     - nirmata/validate-efs-volume-encryption
violation contains {"msg": msg, "field": $"{volume.at}/transitEncryption"} if {
	some volume in storage.configured("efsVolumeConfiguration")
	found := value.get(volume.found, "transitEncryption", "DISABLED")
	not _allowed(found)
	msg := $"the EFS volume {volume.name} {value.problem(found, "is not encrypted in transit")}"
}

_allowed(found) if found == "ENABLED"

# METADATA
# description: What is left out is filled in. DISABLED stays, since somebody has written it.
# entrypoint: true
patch := [{"op": "add", "path": $"/volumes/{i}/efsVolumeConfiguration/transitEncryption", "value": "ENABLED"} |
	some i, volume in input.request.object.volumes
	configuration := volume.efsVolumeConfiguration
	is_object(configuration)
	not value.unknown(configuration)
	not "transitEncryption" in object.keys(configuration)
]
