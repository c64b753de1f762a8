package policies.fargate["host-port"]

import data.lib.quote
import data.lib.value
import data.lib.workload

# METADATA
# title: Port mappings take no port of a host
# description: With awsvpc a task has all ports to itself, so `hostPort` is left out or repeats `containerPort`. Another one, or 0 for any, is a port of an instance that tasks share. Judged wherever the task runs.
# entrypoint: true
# custom:
#   severity: low
#   kinds: [TaskDefinition, Task, Service, TaskSet]
#   remediation: Remove `hostPort`, or set it to the value of `containerPort`.
#   references: [cfn-lint/E3053]
#   parameters:
#     ignoreContainers: {description: Names of containers that are not judged; `*` stands for anything., default: []}
#     ignoreImages: {description: Images whose containers are not judged; `*` stands for anything., default: []}
violation contains {"msg": msg, "field": field} if {
	some i, container in workload.containers
	some j, mapping in value.list(container, "portMappings")
	not _without(mapping)
	own := value.get(mapping, "containerPort", value.malformed)
	found := value.get(mapping, "hostPort", value.malformed)
	not _allowed(found, own)
	unclear := _unclear(found, own)
	text := $"{quote.of(found)} is not containerPort"
	msg := $"container {workload.name(container, i)}: hostPort {value.problem(unclear.found, text)}"
	field := workload.pointer(i, $"portMappings/{j}/{unclear.member}")
}

_allowed(found, own) if {
	found == own
	is_number(found)
}

_without(mapping) if {
	not value.unknown(mapping)
	not "hostPort" in object.keys(mapping)
}

_unclear(found, own) := {"found": own, "member": "containerPort"} if {
	value.unknown(own)
} else := {"found": found, "member": "hostPort"}
