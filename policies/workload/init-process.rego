package policies.workload["init-process"]

import data.lib.decisive
import data.lib.value
import data.lib.workload

# METADATA
# title: Linux containers run an init process
# description: Without an init process nobody reaps orphaned processes or forwards signals, so ECS Exec sessions leave zombies behind and tasks are killed instead of stopped. Images that bring their own init cannot be seen in a request.
# entrypoint: true
# custom:
#   severity: low
#   kinds: [TaskDefinition, Task, Service, TaskSet, DaemonTaskDefinition, Daemon]
#   remediation: Set `linuxParameters.initProcessEnabled` to true.
#   references: [cnspec/ecs-init-process-enabled]
#   parameters:
#     ignoreContainers: {description: Names of containers that are not judged; `*` stands for anything., default: []}
#     ignoreImages: {description: Images whose containers are not judged; `*` stands for anything., default: []}
violation contains {"msg": msg, "field": fact.at} if {
	not workload.windows
	some i, container in workload.containers
	found := value.get(value.get(container, "linuxParameters", {}), "initProcessEnabled", false)
	not _allowed(found)
	fact := decisive.fact([{"found": found, "at": workload.pointer(i, "linuxParameters/initProcessEnabled")}, workload.system])
	msg := $"container {workload.name(container, i)} {value.problem(fact.found, "runs without an init process")}"
}

violation contains {"outcome": "notApplicable", "msg": "Windows containers have no init process"} if workload.windows

_allowed(found) if found == true

# METADATA
# description: What is left out is filled in. What somebody has written stays, `false` included, and images that must be process 1 themselves (s6-overlay) are for `ignoreImages`.
# entrypoint: true
patch := [operation |
	workload.system.found == "LINUX"
	some i, container in input.request.object.containerDefinitions
	not workload.ignored(container)
	operation := _mended(i, container)
]

_mended(i, container) := {"op": "add", "path": workload.pointer(i, "linuxParameters"), "value": {"initProcessEnabled": true}} if {
	is_string(container.name)
	not container.linuxParameters
}

_mended(i, container) := {"op": "add", "path": workload.pointer(i, "linuxParameters/initProcessEnabled"), "value": true} if {
	is_object(container.linuxParameters)
	not value.unknown(container.linuxParameters)
	not "initProcessEnabled" in object.keys(container.linuxParameters)
}
