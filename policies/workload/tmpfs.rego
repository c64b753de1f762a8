package policies.workload.tmpfs

import data.lib.parameter
import data.lib.pattern
import data.lib.quote
import data.lib.value
import data.lib.workload

# METADATA
# title: File systems in memory hold no programs
# description: A tmpfs can be mounted with `exec`, `suid` or `dev`, which Docker leaves out on its own. It is then the one place where a container with a read-only root filesystem can store and run a program.
# entrypoint: true
# custom:
#   severity: medium
#   kinds: [TaskDefinition, Task, Service, TaskSet, DaemonTaskDefinition, Daemon]
#   remediation: Remove the option from `linuxParameters.tmpfs[].mountOptions`, or list it in `allowedMountOptions`.
#   references: []
#   parameters:
#     allowedMountOptions: {description: Options with which a tmpfs may be mounted; `*` stands for anything., default: [async, dirsync, "gid=*", "mode=*", noatime, nodev, nodiratime, noexec, nosuid, "nr_inodes=*", relatime, ro, rw, strictatime, sync, "uid=*"]}
#     ignoreContainers: {description: Names of containers that are not judged; `*` stands for anything., default: []}
#     ignoreImages: {description: Images whose containers are not judged; `*` stands for anything., default: []}
violation contains {"msg": msg, "field": field} if {
	some i, container in workload.containers
	some j, mount in value.list(value.get(container, "linuxParameters", {}), "tmpfs")
	some k, option in value.list(mount, "mountOptions")
	not _allowed(option)
	msg := $"container {workload.name(container, i)} {value.problem(option, $"mounts a tmpfs with the option {quote.of(option)}")}"
	field := workload.pointer(i, $"linuxParameters/tmpfs/{j}/mountOptions/{k}")
}

# A comma would begin another option.
_allowed(option) if {
	pattern.like(option, parameter.list("allowedMountOptions", _harmless))
	not contains(option, ",")
}

_harmless := [
	"async", "dirsync", "gid=*", "mode=*", "noatime", "nodev", "nodiratime", "noexec", "nosuid", "nr_inodes=*", "relatime",
	"ro", "rw", "strictatime", "sync", "uid=*",
]
