# Why one container cannot be given an agent: array of {"found", "at", "text"}, `at` a JSON pointer into the container.
package lib.instrument_container

import data.lib.agent
import data.lib.capability
import data.lib.instrument_target
import data.lib.pattern
import data.lib.quote
import data.lib.value

problems(profile, i, container) := [] if {
	not _known(container)
} else := array.flatten([
	_unreadable(container),
	_start(container),
	_other_agent(container),
	_dropped(profile, container),
	_variables(profile, container),
	_mounts(profile, container),
]) if {
	instrument_target.bare(profile)[i] == container
} else := _unreadable(container) if {
	some sidecar in profile.sidecars
	instrument_target.index(sidecar) == i
} else := []

# Of one that cannot be read at all it is said once, that its image is no text.
_known(container) if {
	is_object(container)
	not value.unknown(container)
}

# What the agent's members are put beside has to be known, and of the right type.
_unreadable(container) := array.flatten([
	[{"found": found, "at": at, "text": $"{at} is no {type}"} |
		some [at, path, otherwise, type] in [
			["name", ["name"], value.malformed, "text"],
			["linuxParameters", ["linuxParameters"], {}, "object"],
			["linuxParameters/capabilities", ["linuxParameters", "capabilities"], {}, "object"],
		]
		found := object.get(container, path, otherwise)
		not _is(found, type)
	],
	[{"found": found, "at": $"{member}/{j}", "text": $"{member}/{j} is no text"} |
		some [member, words] in [
			["entryPoint", value.list(container, "entryPoint")],
			["command", value.list(container, "command")],
			["linuxParameters/capabilities/add", value.list(_capabilities(container), "add")],
			["linuxParameters/capabilities/drop", value.list(_capabilities(container), "drop")],
		]
		some j, found in words
		not is_string(found)
	],
	[{"found": found, "at": $"{member}/{j}/{key}", "text": $"{member}/{j}/{key} is no text"} |
		some [member, key] in [
			["environment", "name"], ["environment", "value"], ["secrets", "name"], ["mountPoints", "containerPath"],
			["mountPoints", "sourceVolume"], ["volumesFrom", "sourceContainer"], ["dependsOn", "containerName"],
		]
		some j, entry in value.list(container, member)
		found := value.get(entry, key, value.malformed)
		not _is_text(found, key, entry)
	],
])

_is(found, "text") if trim_space(found) != ""

_is(found, "object") if {
	is_object(found)
	not value.unknown(found)
}

_is_text(found, _, _) if is_string(found)

# The value of another variable is nobody's business here.
_is_text(_, "value", entry) if not _steers(entry.name)

_capabilities(container) := value.get(value.get(container, "linuxParameters", {}), "capabilities", {})

# An image's own words that are not known are not guessed.
_start(container) := [{"found": "", "at": "entryPoint", "text": text} |
	text := _unstartable(container)
]

_unstartable(container) := "neither the task definition nor its image says what it starts; declare entryPoint or command" if {
	start := instrument_target.start(container)
	count(start.entryPoint) + count(start.command) == 0
} else := text if {
	is_string(container.image)
	not instrument_target.start(container)
	text := $"what its image {quote.of(container.image)} starts is not known{_why(container)}; {_remedy}"
}

_remedy := "declare entryPoint and command, or let Taskgate read the registry"

_why(container) := $" ({reason})" if {
	reason := input.request.context.images[container.image].config["$unknown"]
} else := ""

_other_agent(container) := [{"found": "", "at": "entryPoint/0", "text": $"it starts under another agent already, {first}"} |
	first := container.entryPoint[0]
	first in agent.wrappers
]

_dropped(profile, container) := [{"found": "", "at": $"linuxParameters/capabilities/drop/{j}", "text": text} |
	some j, name in value.list(_capabilities(container), "drop")
	plain := capability.plain(name)
	plain in profile.container.capabilities
	text := $"it drops {plain}, which the agent needs"
]

# The agent's own variables get the agent's values; a variable of the program's does not. ECS takes no name in both lists.
_variables(profile, container) := array.concat(
	[{"found": "", "at": $"environment/{j}/value", "text": text} |
		some wanted in additions.environment
		some j, variable in value.list(container, "environment")
		variable.name == wanted.name
		variable.value != wanted.value
		not _steers(wanted.name)
		text := $"it sets the variable {wanted.name} itself, which the agent needs"
	],
	[{"found": "", "at": $"{list}/{j}/name", "text": text} |
		some [wanted, list, otherwise] in array.concat(
			[[variable.name, "secrets", "comes from a secret, and the agent's does not"] | some variable in additions.environment],
			[[secret.name, "environment", "stands in its environment; remove it there, and exchange the key"] |
				some secret in additions.secrets
			],
		)
		some j, variable in value.list(container, list)
		variable.name == wanted
		text := $"its variable {wanted} {otherwise}"
	],
) if {
	additions := instrument_target.additions(profile, container)
}

_steers(name) if {
	name != "LD_PRELOAD"
	pattern.like(name, agent.variables)
}

_mounts(profile, container) := [{"found": "", "at": $"mountPoints/{j}", "text": text} |
	some wanted in instrument_target.additions(profile, container).mountPoints
	some j, mount in value.list(container, "mountPoints")
	trim_right(mount.containerPath, "/") == wanted.containerPath
	mount.sourceVolume != wanted.sourceVolume
	text := $"it mounts another volume at {wanted.containerPath}"
]
