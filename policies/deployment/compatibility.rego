package policies.deployment.compatibility

import data.lib.quote
import data.lib.target
import data.lib.value
import data.lib.workload

# METADATA
# title: The task definition is made for where it runs
# description: ECS starts a task on Fargate, on Managed Instances or on a machine outside of AWS only where `requiresCompatibilities` says so; any task definition runs on EC2. It refuses the rest, so this is early feedback.
# entrypoint: true
# custom:
#   severity: low
#   kinds: [Task, Service, TaskSet]
#   remediation: Add the launch type to `requiresCompatibilities`, register the task definition anew, and mend what ECS then finds.
#   references: [cfn-lint/E3054]
violation contains {"msg": msg, "field": doubt.field} if {
	place := target.launch_type
	not place.value in {"EC2", "CAPACITY_PROVIDER", ""}
	workload.definition
	not _made_for(place.value)
	doubt := _doubt(place)
	msg := $"the launch type {value.problem(doubt.value, $"{quote.of(place.value)} is not in requiresCompatibilities")}"
}

_made_for(launch_type) if {
	is_string(launch_type)
	launch_type in _required
}

_required := value.list(workload.definition, "requiresCompatibilities")

# What is not known or cannot be read, or else the task definition's list.
_doubt(place) := place if {
	not is_string(place.value)
} else := {"value": _required[first], "field": workload.at($"requiresCompatibilities/{first}")} if {
	unclear := [i | some i, found in _required; not is_string(found)]
	first := unclear[0]
} else := {"value": "", "field": workload.at("requiresCompatibilities")}
