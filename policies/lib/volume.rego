# What the task definition's volumes open of the host.
package lib.volume

import data.lib.decisive
import data.lib.value
import data.lib.workload

# {"path", "field"} of every path on the host: a bind mount's source, or the device of a Docker volume, since
# `driverOpts: {type: none, o: bind, device: /run}` is a bind mount as well.
host_paths contains {"path": path, "field": workload.at($"volumes/{i}/host/sourcePath")} if {
	some i, volume in _volumes
	path := value.get(value.get(volume, "host", {}), "sourcePath", "")
	path != ""
}

host_paths contains {"path": fact.found, "field": workload.at($"volumes/{i}/dockerVolumeConfiguration/{fact.at}")} if {
	some i, volume in _volumes
	is_object(volume)
	not value.unknown(volume)
	docker := value.get(volume, "dockerVolumeConfiguration", {})
	options := value.get(docker, "driverOpts", {})
	device := value.get(options, "device", "")
	device != ""
	not _remote(options)
	not _of_a_plugin(docker, device)
	fact := decisive.fact(array.concat([{"found": device, "at": "driverOpts/device"}], _doubts(docker, device)))
}

# What the volume plugin `local-persist` calls the path.
host_paths contains {"path": found, "field": workload.at($"volumes/{i}/dockerVolumeConfiguration/driverOpts/mountpoint")} if {
	some i, volume in _volumes
	found := volume.dockerVolumeConfiguration.driverOpts.mountpoint
}

# What may make it no path of the host, if it were known: a plugin's volume, or a file system of another machine.
_doubts(docker, device) := array.concat(
	[{"found": docker.driver, "at": "driver"} | not _absolute(device)],
	array.concat(
		[{"found": docker.driverOpts.type, "at": "driverOpts/type"} | not _bound(docker.driverOpts)],
		[{"found": docker.driverOpts.o, "at": "driverOpts/o"} | not _local(docker.driverOpts)],
	),
)

_absolute(device) if startswith(trim_space(device), "/")

_bound(options) if contains(options.o, "bind")

_local(options) if {
	is_string(options.type)
	not options.type in _remote_types
}

_volumes := value.list(workload.definition, "volumes")

_remote_types := {"cifs", "nfs", "nfs4", "tmpfs"}

# A file system that is not on a device of the host. With the option `bind` its type is not looked at.
_remote(options) if {
	options.type in _remote_types
	mount_options := object.get(options, "o", "")
	is_string(mount_options)
	not contains(mount_options, "bind")
}

# A volume plugin's own name for its volume, such as the file system id of `amazon-ecs-volume-plugin`.
_of_a_plugin(docker, device) if {
	is_string(docker.driver)
	not docker.driver in {"local", ""}
	is_string(device)
	not _absolute(device)
}
