package policies["supply-chain"]["approved-base"]

import data.lib.evidence
import data.lib.image
import data.lib.parameter
import data.lib.workload

# METADATA
# title: Images are built on an approved base
# description: What an image stands on decides most of what it contains. Its builder says so in the annotation or label `org.opencontainers.image.base.name`, which proves nothing; layers prove it, so a base may also be given by its layers. An image that says nothing and shows no approved layers is not approved, and until a constraint gives a list nothing is.
# entrypoint: true
# custom:
#   severity: medium
#   kinds: [TaskDefinition, Task, Service, TaskSet, DaemonTaskDefinition, Daemon, ExpressGatewayService]
#   evidence: [config]
#   remediation: Build on an approved image, and have the builder say on which (BuildKit does when it is told to, by `--annotation`).
#   references: []
#   parameters:
#     approvedBases: {description: "Repositories of bases, written out, such as `docker.io/library/debian`; `*` stands for anything.", default: []}
#     approvedLayers:
#       description: "Bases by the digests of their unpacked layers, the lowest first: what `RootFS.Layers` of `docker image inspect` lists."
#       default: []
#       schema: {type: array, items: {type: array, items: {type: string}}}
#     ignoreContainers: {description: Names of containers that are not judged; `*` stands for anything., default: []}
#     ignoreImages: {description: Images whose containers are not judged; `*` stands for anything., default: []}
violation contains {"msg": msg, "field": fact.at} if {
	some i, container in workload.containers
	fact := evidence.fact(container, i, "config")
	not _allowed(fact.found)
	msg := $"the image of container {workload.name(container, i)} {evidence.problem(fact, "configuration", _problem(fact.found))}"
}

_allowed(config) if {
	some pattern in parameter.list("approvedBases", [])
	glob.match(pattern, null, image.repository(_base(config)))
}

_allowed(config) if {
	some layers in parameter.list("approvedLayers", [])
	count(layers) > 0
	array.slice(config.layers, 0, count(layers)) == layers
}

# Of two words on it the manifest's counts: an image inherits the labels of its base, and not its annotations.
_base(config) := config.annotations[_name] if {
	config.annotations[_name]
} else := config.Labels[_name]

_name := "org.opencontainers.image.base.name"

_problem(config) := $"is built on {base}, which is not approved" if {
	base := _base(config)
	trim_space(base) != ""
} else := "does not say what it is built on"
