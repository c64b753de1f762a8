package policies.image["docker-in-docker"]

import data.lib.image
import data.lib.parameter
import data.lib.quote
import data.lib.value
import data.lib.workload

# METADATA
# title: Containers run no container engine of their own
# description: >-
#   Docker in Docker and image builders ask for `privileged`, and start containers that ECS, and this policy library, never see. Judged by repository and by the letters `dind` in the tag: what an image really holds is not seen.
# entrypoint: true
# custom:
#   severity: high
#   kinds: [TaskDefinition, Task, Service, TaskSet, DaemonTaskDefinition, Daemon, ExpressGatewayService]
#   remediation: Build images outside of ECS tasks, for instance in CodeBuild; or name the builder in `ignoreImages`, by digest.
#   references: []
#   parameters:
#     deniedImages:
#       description: Repositories without their tag, in every registry and behind every prefix unless they name a registry; `*` stands for anything.
#       default: [library/docker, jpetazzo/dind, cruizba/ubuntu-dind, moby/buildkit, earthly/buildkitd, earthly/earthly, kindest/node, rancher/k3s, "quay.io/podman/stable", "quay.io/buildah/stable"]
#     ignoreContainers: {description: Names of containers that are not judged; `*` stands for anything., default: []}
#     ignoreImages: {description: Images whose containers are not judged; `*` stands for anything., default: []}
violation contains {"msg": msg, "field": field} if {
	some i, container in workload.containers
	found := value.get(container, "image", value.malformed)
	not _allowed(found)
	msg := $"the image of container {workload.name(container, i)} {value.problem(found, $"runs a container engine: {quote.of(found)}")}"
	field := workload.pointer(i, "image")
}

_allowed(found) if {
	not contains(lower(image.tag(found)), "dind")
	not image.listed(found, _denied)
}

_denied := parameter.list("deniedImages", [
	"library/docker", "jpetazzo/dind", "cruizba/ubuntu-dind", "moby/buildkit", "earthly/buildkitd", "earthly/earthly",
	"kindest/node", "rancher/k3s", "quay.io/podman/stable", "quay.io/buildah/stable",
])
