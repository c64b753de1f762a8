package policies.workload["essential-container"]

import data.lib.value
import data.lib.workload

# METADATA
# title: Tasks have an essential container
# description: A task of which no container is essential never stops when its work has failed; ECS refuses to register it. Early feedback.
# entrypoint: true
# custom:
#   severity: low
#   kinds: [TaskDefinition, Task, Service, TaskSet, DaemonTaskDefinition, Daemon]
#   remediation: "Remove `essential: false` from the container that does the work."
#   references: [cfn-lint/E3042]
violation contains {"msg": msg, "field": field} if {
	not _some_essential
	some i, container in workload.containers
	found := value.get(container, "essential", true)
	msg := $"container {workload.name(container, i)} {value.problem(found, "is not essential, and neither is any other")}"
	field := workload.pointer(i, "essential")
	_decides(found)
}

_some_essential if {
	some container in workload.containers
	value.get(container, "essential", true) == true
}

# Where one container may turn out to be essential, that is all there is to say.
_decides(_) if not _unclear

_decides(found) if not is_boolean(found)

_unclear if {
	some container in workload.containers
	not is_boolean(value.get(container, "essential", true))
}
