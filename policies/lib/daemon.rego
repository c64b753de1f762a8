# Which daemon a call is about: of RegisterDaemonTaskDefinition the family, of CreateDaemon and UpdateDaemon that of the task
# definition they name. The family decides what runs; the daemon's own name is anybody's choice.
package lib.daemon

import data.lib.arn
import data.lib.pattern
import data.lib.value

# The family; unknown or malformed where it cannot be told, and malformed for a task definition of another account.
family := value.get(_object, "family", value.malformed) if {
	input.request.kind == "DaemonTaskDefinition"
} else := _reference if {
	value.unknown(_reference)
} else := split(trim_prefix(_parts.resource, "daemon-task-definition/"), ":")[0] if {
	_parts.service == "ecs"
	startswith(_parts.resource, "daemon-task-definition/")
	pattern.like(_parts.account, ["{account}"])
} else := value.malformed

# The member that tells the family.
field := "/family" if {
	input.request.kind == "DaemonTaskDefinition"
} else := "/daemonTaskDefinitionArn"

# True for a daemon of one of the families; `*` stands for anything.
listed(families) if pattern.like(family, families)

# True where only a family that is not known yet decides whether it is listed.
undecided(families) if {
	value.unknown(family)
	count(families) > 0
}

_reference := value.get(_object, "daemonTaskDefinitionArn", value.malformed)

_parts := arn.parts(_reference)

_object := object.get(input.request, "object", value.malformed)
