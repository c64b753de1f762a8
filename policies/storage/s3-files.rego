package policies.storage["s3-files"]

import data.lib.arn
import data.lib.parameter
import data.lib.pattern
import data.lib.quote
import data.lib.storage
import data.lib.value

# METADATA
# title: S3 Files volumes come from allowed file systems
# description: An S3 Files volume puts a bucket into the task. A file system of another account brings in files that somebody else writes, and takes out what the task writes.
# entrypoint: true
# custom:
#   severity: medium
#   kinds: [TaskDefinition, Task, Service, TaskSet]
#   remediation: Name a file system of this account in `fileSystemArn`, or list it in `allowedFileSystems`.
#   references: []
#   parameters:
#     allowedFileSystems: {description: "ARNs of the file systems that may be mounted; `*` stands for anything and `{account}` for the request's account. Without them any file system of the account may be.", default: ["arn:*:s3files:*:{account}:file-system/*"]}
#     requireAccessPoint: {description: Whether each volume names an access point in `accessPointArn`., default: false}
violation contains {"msg": msg, "field": $"{volume.at}/fileSystemArn"} if {
	some volume in storage.configured("s3filesVolumeConfiguration")
	found := value.get(volume.found, "fileSystemArn", "")
	not _allowed(found)
	msg := $"the S3 Files volume {volume.name} {value.problem(found, $"mounts the file system {quote.of(found)}")}"
}

violation contains {"msg": msg, "field": $"{volume.at}/accessPointArn"} if {
	parameter.get("requireAccessPoint", false) == true
	some volume in storage.configured("s3filesVolumeConfiguration")
	found := value.get(volume.found, "accessPointArn", "")
	not _of_s3_files(found)
	msg := $"the S3 Files volume {volume.name} {value.problem(found, "is mounted without an access point")}"
}

_of_s3_files(found) if arn.parts(found).service == "s3files"

_allowed(found) if {
	_of_s3_files(found)
	pattern.like(found, parameter.list("allowedFileSystems", ["arn:*:s3files:*:{account}:file-system/*"]))
}
