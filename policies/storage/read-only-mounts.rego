package policies.storage["read-only-mounts"]

import data.lib.decisive
import data.lib.parameter
import data.lib.pattern
import data.lib.quote
import data.lib.value
import data.lib.volume
import data.lib.workload

# METADATA
# title: Containers mount the host's files read-only
# description: What a container can write on its host, other tasks and the host itself will read. Volumes with a path on the host, shared Docker volumes and the volumes that the constraint names are mounted read-only.
# entrypoint: true
# custom:
#   severity: high
#   kinds: [TaskDefinition, Task, Service, TaskSet, DaemonTaskDefinition, Daemon]
#   remediation: Set `readOnly` to true in `mountPoints`.
#   references: []
#   parameters:
#     volumes: {description: Names of further volumes that are mounted read-only; `*` stands for anything., default: []}
#     ignoreContainers: {description: Names of containers that are not judged; `*` stands for anything., default: []}
#     ignoreImages: {description: Images whose containers are not judged; `*` stands for anything., default: []}
violation contains {"msg": msg, "field": fact.at} if {
	some i, container in workload.containers
	some j, mount in value.list(container, "mountPoints")
	found := value.get(mount, "readOnly", false)
	found != true
	name := value.get(mount, "sourceVolume", value.malformed)
	reason := _reason(name)
	facts := [
		{"found": found, "at": workload.pointer(i, $"mountPoints/{j}/readOnly")},
		{"found": name, "at": workload.pointer(i, $"mountPoints/{j}/sourceVolume")},
		reason,
	]
	fact := decisive.fact(facts)
	msg := $"container {workload.name(container, i)} {value.problem(fact.found, $"can write to the volume {quote.of(name)}")}"
}

# Why a volume is to be read-only: {"found", "at"}, of which `found` is unknown where nobody can tell. Certainty comes first.
_reason(name) := {"found": name, "at": ""} if {
	not is_string(name)
} else := {"found": name, "at": ""} if {
	pattern.like(name, parameter.list("volumes", []))
} else := array.concat([reason | some reason in reasons; not value.unknown(reason.found)], reasons)[0] if {
	reasons := [_fit(value.get(defined, "name", value.malformed), name, sharing, k) |
		some k, defined in value.list(workload.definition, "volumes")
		sharing := _sharing(defined, k)
	]
}

_fit(called, name, sharing, _) := sharing if called == name

_fit(called, _, _, k) := {"found": called, "at": workload.at($"volumes/{k}/name")} if not is_string(called)

# What the volume shares with others; undefined for one that is the task's own.
_sharing(defined, k) := {"found": path, "at": workload.at($"volumes/{k}/host/sourcePath")} if {
	path := value.get(value.get(defined, "host", {}), "sourcePath", "")
	path != ""
} else := {"found": scope, "at": workload.at($"volumes/{k}/dockerVolumeConfiguration/scope")} if {
	scope := value.get(value.get(defined, "dockerVolumeConfiguration", {}), "scope", "task")
	scope != "task"
} else := {"found": opened.path, "at": opened.field} if {
	some opened in volume.host_paths
	startswith(opened.field, workload.at($"volumes/{k}/dockerVolumeConfiguration/"))
}
