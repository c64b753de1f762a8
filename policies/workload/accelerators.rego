package policies.workload.accelerators

import data.lib.parameter
import data.lib.quote
import data.lib.value
import data.lib.workload

# METADATA
# title: Containers reserve no accelerators but the allowed ones
# description: GPUs and other accelerators cost more than anything else in a task, which makes them what intruders mine and train with. Devices mapped by hand are judged by workload/devices.
# entrypoint: true
# custom:
#   severity: low
#   kinds: [TaskDefinition, Task, Service, TaskSet]
#   remediation: Remove the entry from `resourceRequirements`, or list its type in `allowedTypes`.
#   references: []
#   parameters:
#     allowedTypes: {description: "Types of resources that containers may reserve, such as GPU.", default: []}
#     maxGpus: {description: "Most GPUs that one container may reserve, where GPU is allowed.", default: 1, schema: {type: number, minimum: 0}}
#     ignoreContainers: {description: Names of containers that are not judged; `*` stands for anything., default: []}
#     ignoreImages: {description: Images whose containers are not judged; `*` stands for anything., default: []}
violation contains {"msg": msg, "field": field} if {
	some i, container in workload.containers
	some j, requirement in value.list(container, "resourceRequirements")
	found := value.get(requirement, "type", value.malformed)
	not found in parameter.list("allowedTypes", [])
	msg := $"container {workload.name(container, i)} {value.problem(found, $"reserves accelerators of the type {quote.of(found)}")}"
	field := workload.pointer(i, $"resourceRequirements/{j}/type")
}

violation contains {"msg": msg, "field": field} if {
	some i, container in workload.containers
	some j, requirement in value.list(container, "resourceRequirements")
	requirement.type == "GPU"
	found := value.get(requirement, "value", value.malformed)
	not _few(found)
	msg := $"container {workload.name(container, i)} {value.problem(found, $"reserves {quote.of(found)} GPUs")}"
	field := workload.pointer(i, $"resourceRequirements/{j}/value")
}

_few(found) if {
	most := parameter.get("maxGpus", 1)
	is_number(most)
	trim(found, "0123456789") == ""
	to_number(found) <= most
}
