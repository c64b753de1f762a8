package policies.image["version-consistency"]

import data.lib.decisive
import data.lib.image
import data.lib.value
import data.lib.workload

# METADATA
# title: ECS resolves image tags to digests
# description: With `versionConsistency` disabled a service's tasks follow the tag, and two tasks of one deployment may run different programs. ECS resolves tags for services only, and gives up after three failed attempts.
# entrypoint: true
# custom:
#   severity: medium
#   kinds: [TaskDefinition, Task, Service, TaskSet]
#   remediation: Remove `versionConsistency`, or pin the image by its digest.
#   references: []
#   parameters:
#     ignoreContainers: {description: Names of containers that are not judged; `*` stands for anything., default: []}
#     ignoreImages: {description: Images whose containers are not judged; `*` stands for anything., default: []}
violation contains {"msg": msg, "field": fact.at} if {
	some i, container in workload.containers
	found := value.get(container, "versionConsistency", "enabled")
	not _allowed(found, container)
	fact := decisive.fact(_facts(found, container, i))
	msg := $"container {workload.name(container, i)} {value.problem(fact.found, "turns the resolution of its image tag off")}"
}

# An image that is not known may have a digest.
_facts(found, container, i) := [{"found": found, "at": field}, {"found": container.image, "at": workload.pointer(i, "image")}] if {
	found == "disabled"
	field := workload.pointer(i, "versionConsistency")
} else := [{"found": found, "at": workload.pointer(i, "versionConsistency")}]

_allowed("enabled", _)

_allowed("disabled", container) if image.pinned(container.image)
