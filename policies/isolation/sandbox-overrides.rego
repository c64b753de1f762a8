package policies.isolation["sandbox-overrides"]

import data.lib.launch
import data.lib.target
import data.lib.value

# METADATA
# title: Sandboxed tasks run as they were defined
# description: A sandbox is made for images that nobody trusts, and not for task definitions that nobody trusts. Command, environment, roles and sizes of the task definition are trusted inputs, so whoever may override them at RunTask can lead the sandbox astray.
# entrypoint: true
# custom:
#   severity: medium
#   kinds: [Task]
#   remediation: Register a task definition that says what the override says, and have it judged.
#   references: []
violation contains {"msg": msg, "field": _unclear.field} if {
	target.isolation_mode.value != "SHARED"
	not _none(_overrides.value)
	msg := $"the overrides of a sandboxed task {value.problem(_unclear.value, "are not empty")}"
}

# ECS tells of a task's overrides even if there are none.
_none(found) if {
	every member, given in found {
		_empty(member, given)
	}
}

_empty(_, given) if given in [{}, [], ""]

_empty("containerOverrides", given) if {
	every override in given {
		every key in object.keys(override) {
			key == "name"
		}
	}
}

_overrides := launch.setting("overrides", {})

_unclear := target.isolation_mode if {
	value.unknown(target.isolation_mode.value)
} else := _unknown_members[0] if {
	every member, given in _overrides.value {
		_may_be_empty(member, given)
	}
} else := _overrides

_may_be_empty(member, given) if _empty(member, given)

_may_be_empty(_, given) if value.unknown(given)

_may_be_empty("containerOverrides", given) if {
	every override in given {
		_may_be_name_alone(override)
	}
}

_may_be_name_alone(override) if value.unknown(override)

_may_be_name_alone(override) if {
	every key in object.keys(override) {
		key == "name"
	}
}

_unknown_members := array.concat(
	[{"value": given, "field": $"{_overrides.field}/{member}"} |
		some member, given in _overrides.value
		value.unknown(given)
	],
	[{"value": override, "field": $"{_overrides.field}/containerOverrides/{i}"} |
		some i, override in value.list(_overrides.value, "containerOverrides")
		value.unknown(override)
	],
)
