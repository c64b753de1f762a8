package policies.storage["efs-access-point"]

import data.lib.parameter
import data.lib.path
import data.lib.quote
import data.lib.storage
import data.lib.value

# METADATA
# title: EFS volumes are mounted through an access point
# description: Without an access point the task mounts a directory of the file system, its root if none is named, as whatever user it runs as, and sees the files of every other application there. An access point fixes directory and user.
# entrypoint: true
# custom:
#   severity: medium
#   kinds: [TaskDefinition, Task, Service, TaskSet]
#   remediation: Set `authorizationConfig.accessPointId`, and leave `rootDirectory` out.
#   references: []
#   parameters:
#     acceptDirectory: {description: Whether a `rootDirectory` other than the root is enough., default: false}
violation contains {"msg": msg, "field": $"{volume.at}/authorizationConfig/accessPointId"} if {
	some volume in storage.configured("efsVolumeConfiguration")
	point := value.get(value.get(volume.found, "authorizationConfig", {}), "accessPointId", "")
	not _named(point)
	not _accepted(volume.found)
	msg := $"the EFS volume {volume.name} {value.problem(point, "is mounted without an access point")}"
}

# An access point brings its own directory; ECS refuses another one beside it.
violation contains {"msg": msg, "field": $"{volume.at}/rootDirectory"} if {
	some volume in storage.configured("efsVolumeConfiguration")
	_decides(volume.found)
	directory := value.get(volume.found, "rootDirectory", "/")
	not _fits(volume.found, directory)
	msg := $"the EFS volume {volume.name} {value.problem(directory, $"is mounted at {quote.of(directory)} beside its access point")}"
}

_named(point) if {
	is_string(point)
	point != ""
}

_decides(found) if _named(found.authorizationConfig.accessPointId)

_decides(found) if {
	parameter.get("acceptDirectory", false) == true
	value.unknown(found.rootDirectory)
}

_fits(_, directory) if directory in {"", "/"}

# An unknown directory may turn out to be enough; that is told at the directory.
_accepted(found) if {
	parameter.get("acceptDirectory", false) == true
	value.unknown(found.rootDirectory)
}

_accepted(found) if {
	parameter.get("acceptDirectory", false) == true
	path.clean(found.rootDirectory) != ""
}
