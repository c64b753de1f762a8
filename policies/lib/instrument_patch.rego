# The RFC 6902 operations that put an agent around containers. Only called where nothing speaks against it, so that what is read
# here is known and has the right type.
package lib.instrument_patch

import data.lib.capability
import data.lib.instrument_target
import data.lib.value
import data.lib.workload

operations(profile) := array.flatten([
	_pid_mode(profile),
	_listed("", workload.definition, {"volumes": [{"name": name} | some name in instrument_target.volumes(profile)]}),
	[operation |
		bare := instrument_target.bare(profile)
		some i, _ in instrument_target.all
		some operation in _wrapping(profile, i, bare[i])
	],
	[operation | some sidecar in profile.sidecars; some operation in _completing(sidecar)],
	[{"op": "add", "path": "/containerDefinitions/-", "value": sidecar.definition} |
		some sidecar in instrument_target.missing(profile)
	],
	_marking(profile),
])

_pid_mode(profile) := [{"op": "add", "path": "/pidMode", "value": "task"}] if {
	profile.pidMode == "task"
	value.get(workload.definition, "pidMode", "") == ""
} else := []

# The prefix goes before the entryPoint, so that a command given to RunTask still replaces the command alone.
_wrapping(profile, i, container) := array.flatten([
	[
		{"op": "test", "path": $"{at}/name", "value": container.name},
		{"op": "add", "path": $"{at}/entryPoint", "value": array.concat(profile.prefix, start.entryPoint)},
	],
	[{"op": "add", "path": $"{at}/command", "value": start.command} | start.command != value.list(container, "command")],
	_capabilities(at, container, profile.container.capabilities),
	_listed(at, container, instrument_target.additions(profile, container)),
]) if {
	at := $"/containerDefinitions/{i}"
	start := instrument_target.start(container)
}

# What an agent's container that is there already lacks. What it says itself stays, but for what has to be switched on; and one
# that the parameters ignore stays as it is.
_completing(sidecar) := array.concat(
	_listed(at, container, lists),
	[{"op": "add", "path": $"{at}/healthCheck", "value": check} |
		check := sidecar.definition.healthCheck
		not container.healthCheck
	],
) if {
	i := instrument_target.index(sidecar)
	container := instrument_target.all[i]
	not workload.ignored(container)
	at := $"/containerDefinitions/{i}"
	lists := {member: [entry | some entry in sidecar.definition[member]; not _kept(sidecar, container, entry)] |
		some member in ["environment", "secrets", "mountPoints"]
	}
} else := []

_kept(sidecar, container, entry) if {
	not entry.name in object.get(sidecar, "switches", [])
	some member in ["environment", "secrets"]
	_among(entry.name, value.list(container, member), "name")
}

_capabilities(at, container, wanted) := [] if {
	count(_lacking(container, wanted)) == 0
} else := [{"op": "add", "path": $"{at}/linuxParameters", "value": {"capabilities": {"add": wanted}}}] if {
	not container.linuxParameters
} else := [{"op": "add", "path": $"{at}/linuxParameters/capabilities", "value": {"add": wanted}}] if {
	not container.linuxParameters.capabilities
} else := [{"op": "add", "path": $"{at}/linuxParameters/capabilities/add", "value": wanted}] if {
	not container.linuxParameters.capabilities.add
} else := [{"op": "add", "path": $"{at}/linuxParameters/capabilities/add/-", "value": name} | some name in _lacking(container, wanted)]

_lacking(container, wanted) := [name | some name in wanted; not name in present] if {
	present := {capability.plain(added) | some added in container.linuxParameters.capabilities.add}
}

# What tells the members of a list apart, in the order in which the lists are changed.
_keys := [
	["environment", "name"], ["secrets", "name"], ["mountPoints", "containerPath"], ["volumesFrom", "sourceContainer"],
	["dependsOn", "containerName"], ["volumes", "name"],
]

# Members that lists lack are appended; a variable or a secret that is there with another value gets the right one.
_listed(at, owner, lists) := [operation |
	some [member, key] in _keys
	wanted := lists[member]
	present := value.list(owner, member)
	some operation in array.concat(_corrected($"{at}/{member}", present, wanted), _appended($"{at}/{member}", owner, {
		"member": member,
		"missing": [entry | some entry in wanted; not _among(entry[key], present, key)],
	}))
]

_appended(at, owner, {"member": member, "missing": missing}) := [{"op": "add", "path": at, "value": missing}] if {
	count(missing) > 0
	not owner[member]
} else := [{"op": "add", "path": $"{at}/-", "value": entry} | some entry in missing]

_corrected(at, present, wanted) := [{"op": "add", "path": $"{at}/{j}/{part}", "value": entry[part]} |
	some j, there in present
	some entry in wanted
	there.name == entry.name
	some part in ["value", "valueFrom"]
	entry[part] != object.get(there, part, null)
]

_among(name, present, key) if {
	some there in present
	there[key] == name
}

# A tag that says by whom the task is instrumented, for the record.
_marking(profile) := _listed_tag(profile.marker, profile.vendor) if {
	profile.marker != ""
} else := []

_listed_tag(key, vendor) := [{"op": "add", "path": $"/tags/{j}/value", "value": vendor} |
	some j in places
	tags[j].value != vendor
] if {
	tags := value.list(workload.definition, "tags")
	places := [j | some j, tag in tags; tag.key == key]
	count(places) > 0
} else := [{"op": "add", "path": "/tags/-", "value": {"key": key, "value": vendor}}] if {
	workload.definition.tags
} else := [{"op": "add", "path": "/tags", "value": [{"key": key, "value": vendor}]}]
