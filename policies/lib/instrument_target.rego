# Which containers an agent has to wrap, what they start, and which of the agent's own containers are there already.
package lib.instrument_target

import data.lib.agent
import data.lib.value
import data.lib.workload

# The containers, by index, that start without the vendor's agent. Not among them: those that the parameters ignore, agents'
# own, and log routers.
bare(profile) := {i: container |
	some i, container in workload.containers
	not _exempt(profile, container)
}

all := value.list(workload.definition, "containerDefinitions")

_exempt(profile, container) if container.entryPoint[0] in profile.wrappers

_exempt(_, container) if agent.among(container, agent.repositories)

_exempt(profile, container) if {
	some sidecar in profile.sidecars
	is_sidecar(sidecar, container)
}

_exempt(_, container) if container.firelensConfiguration.type in {"fluentbit", "fluentd"}

is_sidecar(sidecar, container) if agent.among(container, sidecar.repositories)

is_sidecar(sidecar, container) if {
	container.name == sidecar.definition.name
	container.image == sidecar.definition.image
}

# {"entryPoint", "command"} as Docker would join them: an entryPoint of the task definition drops the image's command. `[]` is as
# good as nothing. Undefined where the image's own words are needed and not known.
start(container) := {"entryPoint": own, "command": value.list(container, "command")} if {
	own := value.list(container, "entryPoint")
	count(own) > 0
} else := {"entryPoint": of_image(container, "Entrypoint"), "command": command} if {
	command := value.list(container, "command")
	count(command) > 0
} else := {"entryPoint": of_image(container, "Entrypoint"), "command": of_image(container, "Cmd")}

# A list of words in the image's configuration, as its registry has it.
of_image(container, member) := found if {
	found := object.get(_config(container), member, null)
	is_array(found)
	every word in found { is_string(word) }
} else := [] if {
	object.get(_config(container), member, null) == null
}

_config(container) := found if {
	found := input.request.context.images[container.image].config
	is_object(found)
	not value.unknown(found)
}

# The index of the agent's own container, where the task has it.
index(sidecar) := [i | some i, container in all; is_sidecar(sidecar, container)][0]

# The name by which a container of the agent is known in this task.
name(sidecar) := found if {
	found := all[index(sidecar)].name
} else := sidecar.definition.name

missing(profile) := [sidecar |
	some sidecar in profile.sidecars
	not _present(sidecar)
]

_present(sidecar) if {
	some container in all
	is_sidecar(sidecar, container)
}

# What a container gets, with the names that hold in this task: capabilities, variables, secrets, mounts and dependencies.
additions(profile, container) := {
	"environment": [filled | some variable in profile.container.environment; filled := _filled(variable, container)],
	"secrets": profile.container.secrets,
	"volumesFrom": [of | some from in profile.container.volumesFrom; of := _renamed(profile, from, "sourceContainer")],
	"mountPoints": array.concat(profile.container.mountPoints, _writable(profile, container)),
	"dependsOn": [on | some dependency in profile.container.dependsOn; on := _renamed(profile, dependency, "containerName")],
}

# The volumes of the task that these mounts need.
volumes(profile) := array.concat(profile.volumes, [mount.sourceVolume |
	some i, _ in all
	some mount in _writable(profile, bare(profile)[i])
])

# A volume of its own for a container whose root filesystem is read-only, where the agent writes.
_writable(profile, container) := [{
	"sourceVolume": $"{profile.writable.prefix}{container.name}",
	"containerPath": profile.writable.path,
	"readOnly": false,
}] if {
	profile.writable
	value.get(container, "readonlyRootFilesystem", false) == true
} else := []

_renamed(profile, reference, member) := object.union(reference, {member: actual}) if {
	some sidecar in profile.sidecars
	sidecar.definition.name == reference[member]
	actual := name(sidecar)
}

_filled(variable, container) := object.union(variable, {"value": filled}) if {
	filled := strings.replace_n(
		{"{container}": container.name, "{image}": container.image, "{family}": value.get(workload.definition, "family", "")},
		variable.value,
	)
}
