package policies.image.digest

import data.lib.image
import data.lib.value
import data.lib.workload

# METADATA
# title: Images are pinned by digest
# description: A tag can be moved to other content after the review; a digest cannot. ECS resolves tags for services only, and anew for each deployment.
# entrypoint: true
# custom:
#   severity: medium
#   kinds: [TaskDefinition, Task, Service, TaskSet, DaemonTaskDefinition, Daemon, ExpressGatewayService]
#   remediation: Name the image as `repository@sha256:…` or `repository:tag@sha256:…`.
#   references: []
#   parameters:
#     ignoreContainers: {description: Names of containers that are not judged; `*` stands for anything., default: []}
#     ignoreImages: {description: Images whose containers are not judged; `*` stands for anything., default: []}
violation contains {"msg": msg, "field": field} if {
	some i, container in workload.containers
	found := value.get(container, "image", value.malformed)
	not image.pinned(found)
	msg := $"the image of container {workload.name(container, i)} {value.problem(found, "is not pinned by its digest")}"
	field := workload.pointer(i, "image")
}
