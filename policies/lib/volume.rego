# What the task definition's volumes open of the host.
package lib.volume

import data.lib.value
import data.lib.workload

# {"path", "field"} of every path on the host: a bind mount's source, or the device of a Docker volume, since
# `driverOpts: {type: none, o: bind, device: /run}` is a bind mount as well.
host_paths contains {"path": path, "field": workload.at($"volumes/{i}/host/sourcePath")} if {
	some i, volume in _volumes
	path := value.get(value.get(volume, "host", {}), "sourcePath", "")
	path != ""
}

host_paths contains {"path": device, "field": workload.at($"volumes/{i}/dockerVolumeConfiguration/driverOpts/device")} if {
	some i, volume in _volumes
	is_object(volume)
	not value.unknown(volume)
	docker := value.get(volume, "dockerVolumeConfiguration", {})
	options := value.get(docker, "driverOpts", {})
	device := value.get(options, "device", "")
	device != ""
	not _remote(options)
	not _of_a_plugin(docker, device)
}

_volumes := value.list(workload.definition, "volumes")

# A file system that is not on a device of the host. With the option `bind` its type is not looked at.
_remote(options) if {
	options.type in {"cifs", "nfs", "nfs4", "tmpfs"}
	mount_options := object.get(options, "o", "")
	is_string(mount_options)
	not contains(mount_options, "bind")
}

# A volume plugin's own name for its volume, such as the file system id of `amazon-ecs-volume-plugin`.
_of_a_plugin(docker, device) if {
	is_string(docker.driver)
	not docker.driver in {"local", ""}
	not startswith(trim_space(device), "/")
}
