package policies.runtime["wrapper-source"]

import data.lib.agent
import data.lib.value
import data.lib.workload

# METADATA
# title: A wrapped container mounts what wraps it
# description: A container that starts under an agent's wrapper gets the wrapper from another container of the task (`volumesFrom`) or from a volume. Without it the container does not start; with an image that brings a program of that name it starts without the agent.
# entrypoint: true
# custom:
#   severity: medium
#   kinds: [TaskDefinition, Task, Service, TaskSet]
#   remediation: Name the agent's container in `volumesFrom`, or mount the agent's volume; or ignore the image that has the agent built in.
#   references: []
#   parameters:
#     ignoreContainers: {description: Names of containers that are not judged; `*` stands for anything., default: []}
#     ignoreImages: {description: Images whose containers are not judged; `*` stands for anything., default: []}
violation contains {"msg": msg, "field": unclear.field} if {
	some i, container in workload.containers
	agent.wrapped(container)
	not _from_container(container)
	not _from_volume(container)
	unclear := _first_unclear(container, i)
	text := $"starts under {container.entryPoint[0]}, and mounts it from nowhere"
	msg := $"container {workload.name(container, i)} {value.problem(unclear.value, text)}"
}

violation contains {"msg": msg, "field": workload.pointer(i, "entryPoint/0")} if {
	some i, container in workload.containers
	found := value.list(container, "entryPoint")[0]
	value.unknown(found)
	msg := $"whether container {workload.name(container, i)} starts under an agent's wrapper {value.problem(found, "")}"
}

_from_container(container) if {
	some source in value.list(container, "volumesFrom")
	some other in value.list(workload.definition, "containerDefinitions")
	is_string(source.sourceContainer)
	other.name == source.sourceContainer
	other.name != container.name
}

_from_volume(container) if {
	some mount in value.list(container, "mountPoints")
	some volume in value.list(workload.definition, "volumes")
	is_string(mount.sourceVolume)
	volume.name == mount.sourceVolume
	startswith(container.entryPoint[0], $"{trim_right(mount.containerPath, "/")}/")
}

# What may be the source, for all that is known.
_first_unclear(container, i) := unclear[0] if {
	volumes := _unclear_names(container, "mountPoints", "volumes")
	others := _unclear_names(container, "volumesFrom", "containerDefinitions")
	unclear := array.concat(_unclear_mounts(container, i), array.concat(volumes, others))
} else := {"value": "", "field": workload.pointer(i, "volumesFrom")}

_unclear_mounts(container, i) := [given |
	some [member, key] in [["volumesFrom", "sourceContainer"], ["mountPoints", "sourceVolume"], ["mountPoints", "containerPath"]]
	some j, mounted in value.list(container, member)
	found := value.get(mounted, key, "")
	value.unknown(found)
	given := {"value": found, "field": workload.pointer(i, $"{member}/{j}/{key}")}
]

# Volumes, or containers, that may be the one that is mounted.
_unclear_names(container, mounted, member) := [given |
	count(value.list(container, mounted)) > 0
	some k, listed in value.list(workload.definition, member)
	found := value.get(listed, "name", "")
	value.unknown(found)
	given := {"value": found, "field": workload.at($"{member}/{k}/name")}
]
