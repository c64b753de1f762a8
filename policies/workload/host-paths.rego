package policies.workload["host-paths"]

import data.lib.parameter
import data.lib.path
import data.lib.quote
import data.lib.value
import data.lib.volume

# METADATA
# title: Tasks mount no paths of the host but the allowed ones
# description: A bind mount shares the host's files with the task, and through them with every other task that mounts them. Fargate has no host paths.
# entrypoint: true
# custom:
#   severity: high
#   kinds: [TaskDefinition, Task, Service, TaskSet, DaemonTaskDefinition, Daemon]
#   remediation: Use an EFS or EBS volume, or one without `host.sourcePath`; or list the path in `allowedHostPaths`.
#   references: []
#   parameters:
#     allowedHostPaths: {description: Directories of the host that may be mounted with everything in them., default: []}
violation contains {"msg": msg, "field": mount.field} if {
	some mount in volume.host_paths
	not _allowed(mount.path)
	msg := $"the host path {value.problem(mount.path, $"{quote.of(mount.path)} is mounted")}"
}

_allowed(found) if {
	clean := path.clean(found)
	some allowed in parameter.list("allowedHostPaths", [])
	path.within(clean, path.clean(allowed))
}
