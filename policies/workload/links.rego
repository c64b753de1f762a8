package policies.workload.links

import data.lib.value
import data.lib.workload

# METADATA
# title: Containers are not linked
# description: A link hands every environment variable of one container to the other, secrets among them, and works in the network mode bridge alone. Docker calls it a legacy feature.
# entrypoint: true
# custom:
#   severity: low
#   kinds: [TaskDefinition, Task, Service, TaskSet]
#   remediation: Remove `links`; in the network mode awsvpc containers of a task meet on localhost.
#   references: []
#   parameters:
#     ignoreContainers: {description: Names of containers that are not judged; `*` stands for anything., default: []}
#     ignoreImages: {description: Images whose containers are not judged; `*` stands for anything., default: []}
violation contains {"msg": msg, "field": field} if {
	some i, container in workload.containers
	found := value.get(container, "links", [])
	not _allowed(found)
	msg := $"container {workload.name(container, i)} {value.problem(found, "is linked to others")}"
	field := workload.pointer(i, "links")
}

_allowed([])
