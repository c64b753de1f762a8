package policies.isolation["sandbox-target"]

import data.lib.target
import data.lib.value
import data.lib.workload

# METADATA
# title: Sandboxed tasks can run on Managed Instances alone
# description: Only Managed Instances have sandboxes. A task definition that asks for one and may also run on EC2 or elsewhere can lose its boundary without a word.
# entrypoint: true
# custom:
#   severity: high
#   kinds: [TaskDefinition, Task, Service, TaskSet]
#   remediation: Set `requiresCompatibilities` to MANAGED_INSTANCES alone, and run the task by a capacity provider of that kind.
#   references: []
violation contains {"msg": msg, "field": _required.field} if {
	target.isolation_mode.value != "SHARED"
	not value.unknown(target.isolation_mode.value)
	not _allowed(_required.value)
	msg := $"requiresCompatibilities {value.problem(_required.value, "is not MANAGED_INSTANCES alone, where sandboxes are")}"
}

# It may be SHARED after all.
violation contains {"msg": msg, "field": target.isolation_mode.field} if {
	value.unknown(target.isolation_mode.value)
	not _allowed(_required.value)
	msg := $"whether the task asks for a sandbox {value.problem(target.isolation_mode.value, "")}"
}

violation contains {"msg": msg, "field": target.launch_type.field} if {
	input.request.kind != "TaskDefinition"
	target.isolation_mode.value in {"ISOLATED_SANDBOX", "CONFIDENTIAL_SANDBOX"}
	target.launch_type.value in {"EC2", "EXTERNAL", "FARGATE"}
	msg := $"the task asks for a sandbox and runs on {target.launch_type.value}, which has none"
}

_required := unclear[0] if {
	unclear := [{"value": found, "field": $"{_field}/{i}"} |
		some i, found in value.list(workload.definition, "requiresCompatibilities")
		value.unknown(found)
	]
} else := {"value": value.get(workload.definition, "requiresCompatibilities", []), "field": _field}

_field := workload.at("requiresCompatibilities")

_allowed(found) if found == ["MANAGED_INSTANCES"]
