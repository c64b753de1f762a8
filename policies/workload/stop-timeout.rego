package policies.workload["stop-timeout"]

import data.lib.parameter
import data.lib.quote
import data.lib.value
import data.lib.workload

# METADATA
# title: Containers stop within the allowed time
# description: A container that ignores the signal to stop runs on until its timeout, and holds up every rollback and every StopTask that long. A timeout that is not set is 30 seconds, unless the agent of the instance says otherwise.
# entrypoint: true
# custom:
#   severity: low
#   kinds: [TaskDefinition, Task, Service, TaskSet, DaemonTaskDefinition, Daemon]
#   remediation: Lower `stopTimeout`, and have the process end on SIGTERM.
#   references: []
#   parameters:
#     maxSeconds: {description: "Longest `stopTimeout`, in seconds.", default: 120, schema: {type: number, minimum: 0}}
#     minSeconds: {description: "Shortest `stopTimeout`, in seconds.", default: 2, schema: {type: number, minimum: 0}}
#     ignoreContainers: {description: Names of containers that are not judged; `*` stands for anything., default: []}
#     ignoreImages: {description: Images whose containers are not judged; `*` stands for anything., default: []}
violation contains {"msg": msg, "field": field} if {
	some i, container in workload.containers
	found := value.get(container, "stopTimeout", "unset")
	not _allowed(found)
	msg := $"container {workload.name(container, i)} {value.problem(found, $"is given {quote.of(found)} seconds to stop")}"
	field := workload.pointer(i, "stopTimeout")
}

_allowed("unset")

_allowed(found) if {
	limits := [parameter.get("minSeconds", 2), found, parameter.get("maxSeconds", 120)]
	every limit in limits {
		is_number(limit)
	}
	limits[0] <= found
	found <= limits[2]
}
