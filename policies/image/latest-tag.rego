package policies.image["latest-tag"]

import data.lib.image
import data.lib.parameter
import data.lib.value
import data.lib.workload

# METADATA
# title: Images do not follow a moving tag
# description: The tag `latest`, or none, means whatever was pushed last. Two tasks of one revision may run different programs, and nobody can go back.
# entrypoint: true
# custom:
#   severity: medium
#   kinds: [TaskDefinition, Task, Service, TaskSet, DaemonTaskDefinition, Daemon, ExpressGatewayService]
#   remediation: Name a tag that is not moved, or better the digest.
#   references: [cnspec/ecs-container-no-latest-tag]
#   parameters:
#     deniedTags: {description: Tags that move; in any case., default: [latest]}
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
	image.pinned(found)
} else if {
	tag := image.tag(found)
	tag != ""
	not _denied(tag)
}

_denied(tag) if {
	some denied in parameter.list("deniedTags", ["latest"])
	lower(denied) == lower(tag)
}

_problem(found) := "has no tag" if {
	image.tag(found) == ""
} else := $"has the moving tag {tag}" if {
	tag := image.tag(found)
} else := "is no text"
