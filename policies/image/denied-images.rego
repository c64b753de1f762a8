package policies.image["denied-images"]

import data.lib.image
import data.lib.parameter
import data.lib.value
import data.lib.workload

# METADATA
# title: Images are not known to be malicious
# description: The repositories listed by default served a cryptomining campaign on ECS that Datadog Security Labs published on 2024-01-19. A list knows yesterday's attacks only; `image/registry` says where images may come from instead.
# entrypoint: true
# custom:
#   severity: critical
#   kinds: [TaskDefinition, Task, Service, TaskSet, DaemonTaskDefinition, Daemon, ExpressGatewayService]
#   remediation: Remove the image, find out who asked for it, and exchange the credentials with which it was asked for.
#   references: []
#   parameters:
#     deniedImages:
#       description: Repositories without their tag, such as `vendor/miner`, in every registry and behind every prefix; `*` stands for anything.
#       default: [ahnoyp/ak, ahnoyp/ku, dilgrw/ca, dilgrw/ku, flmmov/ad, flmmov/ol, lhnxzb/ak, lhnxzb/ik, lktbai/ki, lktbai/ti, oaersw/bu, oaersw/do, pecxnp/bo, pecxnp/pu, uroicm/ku, uroicm/ri, xpgsmf/fa, xpgsmf/lu, zsztqa/ak, zsztqa/yi]
#     ignoreContainers: {description: Names of containers that are not judged; `*` stands for anything., default: []}
#     ignoreImages: {description: Images whose containers are not judged; `*` stands for anything., default: []}
violation contains {"msg": msg, "field": field} if {
	some i, container in workload.containers
	found := value.get(container, "image", value.malformed)
	not _allowed(found)
	msg := $"the image of container {workload.name(container, i)} {value.problem(found, _problem(found))}"
	field := workload.pointer(i, "image")
}

_allowed(found) if {
	is_string(found)
	not image.listed(found, _denied)
}

_denied := parameter.list("deniedImages", [
	"ahnoyp/ak", "ahnoyp/ku", "dilgrw/ca", "dilgrw/ku", "flmmov/ad", "flmmov/ol", "lhnxzb/ak", "lhnxzb/ik", "lktbai/ki",
	"lktbai/ti", "oaersw/bu", "oaersw/do", "pecxnp/bo", "pecxnp/pu", "uroicm/ku", "uroicm/ri", "xpgsmf/fa", "xpgsmf/lu",
	"zsztqa/ak", "zsztqa/yi",
])

_problem(found) := $"is of a denied repository, {repository}" if {
	repository := image.repository(found)
} else := "is no text"
