# Whether a task may run on Fargate. ECS runs there only what was registered with FARGATE in requiresCompatibilities; so a task
# definition without it, and a call that says EC2, EXTERNAL, Managed Instances or a capacity provider of one's own, does not.
package lib.fargate

import data.lib.target
import data.lib.value
import data.lib.workload

# True when it may run on Fargate.
applies if _answer.value == "FARGATE"

# What a policy about Fargate alone says instead: that it is not applicable, or that nobody can tell.
otherwise contains {"outcome": "notApplicable", "msg": "the task does not run on Fargate"} if _answer.value == "elsewhere"

otherwise contains {"msg": msg, "field": _answer.field} if {
	not _answer.value in {"FARGATE", "elsewhere"}
	msg := $"whether the task runs on Fargate {value.problem(_answer.value, "cannot be read")}"
}

_answer := _registered if {
	input.request.kind == "TaskDefinition"
} else := {"value": "elsewhere", "field": ""} if {
	input.request.kind == "DaemonTaskDefinition"
} else := _registered if {
	target.launch_type.value == ""
} else := {"value": "elsewhere", "field": ""} if {
	target.launch_type.value in {"EC2", "EXTERNAL", "MANAGED_INSTANCES", "CAPACITY_PROVIDER"}
} else := target.launch_type

# What the task definition was registered for.
_registered := {"value": "FARGATE", "field": _field} if {
	"FARGATE" in _required
} else := unclear[0] if {
	unclear := [{"value": found, "field": $"{_field}/{i}"} | some i, found in _required; not is_string(found)]
} else := {"value": "elsewhere", "field": _field}

_field := workload.at("requiresCompatibilities")

_required := value.list(workload.definition, "requiresCompatibilities")
