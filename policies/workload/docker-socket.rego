package policies.workload["docker-socket"]

import data.lib.path
import data.lib.quote
import data.lib.value
import data.lib.volume

# METADATA
# title: Containers cannot reach the container runtime's socket
# description: Who can write to the socket of Docker or containerd can start any container on the host, and so owns it. A parent directory such as /run opens it as well, and so does /proc, where a process shows the file system that it sees.
# entrypoint: true
# custom:
#   severity: critical
#   kinds: [TaskDefinition, Task, Service, TaskSet, DaemonTaskDefinition, Daemon]
#   remediation: Remove the volume, or mount the one directory that the process needs.
#   references: []
violation contains {"msg": msg, "field": mount.field} if {
	some mount in volume.host_paths
	not _allowed(mount.path)
	msg := $"the host path {value.problem(mount.path, $"{quote.of(mount.path)} opens the container runtime's socket")}"
}

_allowed(found) if {
	clean := path.clean(found)
	not _opens(clean)
}

_opens(clean) if {
	some socket in _sockets
	path.within(socket, clean)
}

_opens(clean) if {
	some socket in _sockets
	path.within(clean, socket)
}

# /proc/PID/root, or a working directory or open directory of a process on the host, is the host's whole file system.
_opens("/proc")

_opens(clean) if {
	names := split(clean, "/")
	names[1] == "proc"
	_of_a_process(names[2])
}

_of_a_process(name) if name in {"self", "thread-self"}

_of_a_process(name) if trim(name, "0123456789") == ""

# Windows' named pipes, in either kind of slashes.
_opens(clean) if {
	some pipe in ["containerd-containerd", "docker_engine"]
	contains(lower(clean), pipe)
}

# Sockets, and directories of them: Docker, containerd, Bottlerocket's API and host containers, CRI-O, Podman.
_sockets := [$"{run}/{socket}" |
	some run in ["/run", "/var/run"]
	some socket in [
		"api.sock", "containerd", "crio", "docker.sock", "docker/containerd", "dockershim.sock", "host-containerd", "podman",
	]
]
