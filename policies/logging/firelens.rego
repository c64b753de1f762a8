package policies.logging.firelens

import data.lib.decisive
import data.lib.log
import data.lib.value
import data.lib.workload

# METADATA
# title: What logs through FireLens has a log router
# description: A container with the driver awsfirelens sends its output to the task's one container with a `firelensConfiguration`. Without one the task does not start; when the router is not essential, its end leaves the others without a log. ECS itself starts the router first.
# entrypoint: true
# custom:
#   severity: medium
#   kinds: [TaskDefinition, Task, Service, TaskSet, DaemonTaskDefinition, Daemon]
#   remediation: Add one essential container with a `firelensConfiguration` of type fluentbit or fluentd.
#   references: []
#   parameters:
#     ignoreContainers: {description: Names of containers that are not judged; `*` stands for anything., default: []}
#     ignoreImages: {description: Images whose containers are not judged; `*` stands for anything., default: []}
violation contains {"msg": msg, "field": field} if {
	some i, container in workload.containers
	log.driver(container) == "awsfirelens"
	_routers == {}
	msg := $"container {workload.name(container, i)} logs through FireLens, and the task has no log router"
	field := workload.pointer(i, "logConfiguration/logDriver")
}

violation contains {"msg": msg, "field": field} if {
	some i, container in workload.containers
	router := value.get(container, "firelensConfiguration", {})
	router != {}
	found := value.get(router, "type", value.malformed)
	not _router_type(found)
	msg := $"container {workload.name(container, i)}: the type of log router {value.problem(found, "is neither fluentbit nor fluentd")}"
	field := workload.pointer(i, "firelensConfiguration/type")
}

violation contains {"msg": msg, "field": field} if {
	some i, container in workload.containers
	value.get(container, "firelensConfiguration", {}) != {}
	found := value.get(container, "essential", true)
	not _essential(found)
	msg := $"container {workload.name(container, i)}: the log router {value.problem(found, "is not essential")}"
	field := workload.pointer(i, "essential")
}

violation contains {"msg": msg, "field": fact.at} if {
	some i, container in workload.containers
	own := _routers[i]
	some earlier, router in _routers
	earlier < i
	fact := decisive.fact([own, router])
	msg := $"container {workload.name(container, i)} {value.problem(fact.found, "is a second log router; a task has one")}"
}

violation contains problem if some problem in log.unreadable

# All routers, by the index of their container, ignored containers among them.
_routers := {i: router |
	some i, container in value.list(workload.definition, "containerDefinitions")
	found := value.get(container, "firelensConfiguration", {})
	found != {}
	router := {"found": found, "at": workload.pointer(i, "firelensConfiguration")}
}

_router_type(found) if found in {"fluentbit", "fluentd"}

_essential(found) if found == true
