package policies.fargate.volumes

import data.lib.value
import data.lib.workload

# METADATA
# title: Volumes are of a kind that Fargate has
# description: On Fargate a volume is the task's own storage, EFS, EBS or S3 Files. A path of the host, a Docker volume or FSx for Windows needs a host that tasks share. Judged wherever the task runs.
# entrypoint: true
# custom:
#   severity: high
#   kinds: [TaskDefinition, Task, Service, TaskSet, DaemonTaskDefinition, Daemon]
#   remediation: Remove `host.sourcePath`, `dockerVolumeConfiguration` or `fsxWindowsFileServerVolumeConfiguration`; use EFS, EBS, or an empty `host`.
#   references: []
violation contains {"msg": msg, "field": workload.at($"volumes/{i}/{member}")} if {
	some i, volume in value.list(workload.definition, "volumes")
	some member, text in _forbidden
	found := _member(volume, member)
	not _absent(found)
	msg := $"volume {_name(volume, i)} {value.problem(found, text)}"
}

_forbidden := {
	"dockerVolumeConfiguration": "is a Docker volume, which Fargate does not allow",
	"fsxWindowsFileServerVolumeConfiguration": "is one of FSx for Windows, which Fargate does not allow",
	"host/sourcePath": "is a path of the host, which Fargate does not allow",
	"logDriverVolumeConfiguration": "is one for log drivers, which Fargate does not have",
}

_member(volume, "host/sourcePath") := value.get(value.get(volume, "host", {}), "sourcePath", "")

_member(volume, member) := value.get(volume, member, "") if member != "host/sourcePath"

_absent("")

_name(volume, i) := volume.name if {
	is_string(volume.name)
} else := $"#{i}"
