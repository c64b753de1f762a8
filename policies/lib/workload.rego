# The task definition that would run, wherever the request carries it. Everything is a reference into the input: a rebuilt
# set would be paid for again by every policy.
package lib.workload

import data.lib.call
import data.lib.launch
import data.lib.parameter
import data.lib.value

_own := {"TaskDefinition", "DaemonTaskDefinition"}

# The JSON pointer of the task definition.
root := "" if {
	input.request.kind in _own
} else := "" if {
	express
} else := "/context/taskDefinition"

# True for an Express service that says itself what its task definition would, instead of naming one.
express if {
	input.request.kind == "ExpressGatewayService"
	not _names_a_definition
}

_names_a_definition if {
	input.request.object.taskDefinitionArn
	not input.request.object.primaryContainer
}

# Undefined only for a service that has none: with an EXTERNAL controller its task sets carry them, and they are judged.
definition := _carried if {
	_carried != value.malformed
} else := value.malformed if {
	not _in_task_sets
}

_carried := object.get(input.request, "object", value.malformed) if {
	root == ""
} else := object.get(input.request, ["context", "taskDefinition"], value.malformed)

_in_task_sets if {
	input.request.kind == "Service"
	not input.request.object.taskDefinition
	launch.setting("deploymentController", {}).value.type == "EXTERNAL"
}

# The containers by index, without those that the parameters ignore. Where the list cannot be read it is one container that
# cannot be read, so that no policy falls silent.
containers := _containers if {
	not input.parameters.ignoreContainers
	not input.parameters.ignoreImages
} else := {i: container |
	some i, container in _containers
	not ignored(container)
}

_containers := [_main] if {
	express
} else := [] if {
	express
} else := found if {
	found := value.list(definition, "containerDefinitions")
	count(found) > 0
} else := [value.malformed] if {
	count(value.list(definition, "containerDefinitions")) == 0
} else := []

# The one container of an Express service, which ECS calls Main. Undefined where an update leaves it as it is.
_main := object.union({"name": "Main"}, found) if {
	found := call.given("primaryContainer", value.malformed)
} else := call.given("primaryContainer", value.malformed)

# True for a container, or a container override, that the shared parameters `ignoreContainers` and `ignoreImages` name.
ignored(container) if {
	some pattern in parameter.list("ignoreContainers", [])
	glob.match(pattern, null, container.name)
}

ignored(container) if {
	some pattern in parameter.list("ignoreImages", [])
	glob.match(pattern, null, container.image)
}

# How messages call a container.
name(container, i) := container.name if {
	trim_space(container.name) != ""
} else := $"#{i}"

# The JSON pointer of a container's member, such as `privileged` or `environment/0/value`.
pointer(i, member) := $"/primaryContainer/{member}" if {
	express
} else := $"{root}/containerDefinitions/{i}/{member}"

# The JSON pointer of a member of the task definition itself.
at(member) := $"{root}/{member}"

# True where the containers are Windows ones. Only ECS's own spelling counts, since it loosens what is asked.
windows if startswith(definition.runtimePlatform.operatingSystemFamily, "WINDOWS_SERVER_")

# {"found", "at"} of the operating system: while it is not known, nobody can tell whether what only Linux has may be asked for.
system := {
	"found": value.get(value.get(definition, "runtimePlatform", {}), "operatingSystemFamily", "LINUX"),
	"at": at("runtimePlatform/operatingSystemFamily"),
}
