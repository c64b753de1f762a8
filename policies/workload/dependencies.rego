package policies.workload.dependencies

import data.lib.quote
import data.lib.value
import data.lib.workload

# METADATA
# title: Containers wait for what can happen
# description: A container that waits for one that does not exist, for the health of one without a health check, or for the end of an essential one, never starts or is refused by ECS. Early feedback; circles are not looked for.
# entrypoint: true
# custom:
#   severity: low
#   kinds: [TaskDefinition, Task, Service, TaskSet, DaemonTaskDefinition, Daemon]
#   remediation: "Correct `dependsOn`: a container of the task, and a condition that it can reach."
#   references: []
#   parameters:
#     ignoreContainers: {description: Names of containers that are not judged; `*` stands for anything., default: []}
#     ignoreImages: {description: Images whose containers are not judged; `*` stands for anything., default: []}
violation contains {"msg": msg, "field": field} if {
	some i, container in workload.containers
	some j, dependency in value.list(container, "dependsOn")
	found := value.get(dependency, "containerName", value.malformed)
	not _exists(found)
	msg := $"what container {workload.name(container, i)} waits for {value.problem(found, $"is {quote.of(found)}, which there is not")}"
	field := workload.pointer(i, $"dependsOn/{j}/containerName")
}

violation contains {"msg": msg, "field": field} if {
	some i, container in workload.containers
	some j, dependency in value.list(container, "dependsOn")
	found := value.get(dependency, "condition", value.malformed)
	not found in {"COMPLETE", "HEALTHY", "START", "SUCCESS"}
	msg := $"what container {workload.name(container, i)} waits for {value.problem(found, $"is {quote.of(found)}, which is no condition")}"
	field := workload.pointer(i, $"dependsOn/{j}/condition")
}

# Names that cannot be told may be the one that is looked for.
violation contains {"msg": msg, "field": workload.pointer(k, "name")} if {
	some i, container in workload.containers
	some dependency in value.list(container, "dependsOn")
	is_string(dependency.containerName)
	not dependency.containerName in _names
	some k, name in _names
	not is_string(name)
	msg := $"whether container {workload.name(container, i)} waits for this one {value.problem(name, "cannot be told")}"
}

violation contains {"msg": msg, "field": workload.pointer(k, needed.at)} if {
	some i, container in workload.containers
	some dependency in value.list(container, "dependsOn")
	needed := _needed[dependency.condition]
	some k, name in _names
	name == dependency.containerName
	found := _found(needed.member, _all[k])
	not _meets(needed.member, found)
	msg := $"container {workload.name(container, i)} waits for {name}, which {value.problem(found, needed.lacks)}"
}

_all := value.list(workload.definition, "containerDefinitions")

_names := [value.get(container, "name", value.malformed) | some container in _all]

_exists(found) if found in _names

_exists(found) if {
	is_string(found)
	some name in _names
	not is_string(name)
}

_needed := {
	"HEALTHY": {"member": "healthCheck", "at": "healthCheck/command", "lacks": "has no health check"},
	"COMPLETE": {"member": "essential", "at": "essential", "lacks": "is essential and so never to end"},
	"SUCCESS": {"member": "essential", "at": "essential", "lacks": "is essential and so never to end"},
}

_found("essential", target) := value.get(target, "essential", true)

_found("healthCheck", target) := value.get(value.get(target, "healthCheck", {}), "command", [])

_meets("essential", found) if found == false

_meets("healthCheck", found) if {
	is_array(found)
	count(found) > 0
}
