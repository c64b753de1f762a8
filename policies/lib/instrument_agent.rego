# The agent's own container: what a vendor asks for, and what the constraint says of its size, its log and its registry.
package lib.instrument_agent

import data.lib.parameter

container(definition) := object.union(object.union(said, _amounts), object.union(_log, _credentials)) if {
	said := {member: found | some member, found in definition; found != []}
}

_amounts := {member: amount |
	some member, amount in {
		"cpu": parameter.get("agentCpu", 0),
		"memory": parameter.get("agentMemory", 0),
		"memoryReservation": parameter.get("agentMemoryReservation", 0),
	}
	amount > 0
}

_log := {"logConfiguration": found} if {
	found := parameter.get("agentLogConfiguration", {})
	found != {}
} else := {}

_credentials := {"repositoryCredentials": {"credentialsParameter": found}} if {
	found := parameter.get("agentCredentials", "")
	found != ""
} else := {}
