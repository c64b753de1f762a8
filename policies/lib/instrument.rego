# A vendor's agent, put around the containers of a task: what is missing, why it cannot be added, and the operations that add it.
# A profile says what the vendor needs; see policies/runtime/instrument-*.rego.
package lib.instrument

import data.lib.agent
import data.lib.decisive
import data.lib.fargate
import data.lib.instrument_patch
import data.lib.instrument_refusal
import data.lib.instrument_target
import data.lib.value
import data.lib.workload

# What the policy says: that nothing is asked of it, or that the task does not run on Fargate; else each container that starts
# without the agent and, of a task definition, why it cannot be given it.
violations(profile) := {{"outcome": "notApplicable", "msg": msg}} if {
	not _asked(profile)
	msg := $"no constraint gives the parameters that {profile.title}'s agent needs: {concat(", ", sort(object.keys(profile.needed)))}"
} else := fargate.otherwise if {
	not fargate.applies
} else := _bare(profile) | _refused(profile)

# RFC 6902 operations on the task definition that is registered: all that is needed, or none.
patch(profile) := instrument_patch.operations(profile) if {
	_possible(profile)
} else := []

_possible(profile) if {
	input.request.kind == "TaskDefinition"
	_asked(profile)
	fargate.applies
	count(instrument_target.bare(profile)) > 0
	count(instrument_refusal.refusals(profile)) == 0
}

_asked(profile) if {
	some given in profile.needed
	not given in {"", []}
}

_bare(profile) := {{"msg": msg, "field": fact.at} |
	some i, container in instrument_target.bare(profile)
	fact := decisive.fact([
		{"found": "", "at": workload.pointer(i, "entryPoint")},
		agent.wrapper(container, i),
		{"found": value.get(container, "image", value.malformed), "at": workload.pointer(i, "image")},
	])
	text := $"does not start under {profile.title}'s agent"
	msg := $"container {workload.name(container, i)} {value.problem(fact.found, text)}"
}

_refused(profile) := instrument_refusal.refusals(profile) if {
	input.request.kind == "TaskDefinition"
	count(instrument_target.bare(profile)) > 0
} else := set()
