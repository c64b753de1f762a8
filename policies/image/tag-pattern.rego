package policies.image["tag-pattern"]

import data.lib.image
import data.lib.parameter
import data.lib.value
import data.lib.workload

# METADATA
# title: Image tags have an agreed form
# description: A tag such as 1.4.2 or a commit's hash says which build runs; `main` or `test` does not. An image without a tag is compliant when it is pinned by its digest.
# entrypoint: true
# custom:
#   severity: low
#   kinds: [TaskDefinition, Task, Service, TaskSet, DaemonTaskDefinition, Daemon, ExpressGatewayService]
#   remediation: Tag the image with its version or its commit, or change `allowedTags`.
#   references: []
#   parameters:
#     allowedTags:
#       description: Patterns of tags; `*` stands for anything and `[0-9]` for one digit. The entry `semver` stands for semantic versions, with or without a leading `v`, and `commit` for 7 to 40 hexadecimal digits.
#       default: [semver, commit]
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
	tag := image.tag(found)
	some allowed in parameter.list("allowedTags", ["semver", "commit"])
	_like(tag, allowed)
}

_allowed(found) if {
	image.pinned(found)
	image.tag(found) == ""
}

_like(tag, "semver") if semver.is_valid(tag)

_like(tag, "commit") if {
	count(tag) >= 7
	count(tag) <= 40
	trim(tag, "0123456789abcdef") == ""
}

_like(tag, allowed) if {
	tag != ""
	not allowed in {"semver", "commit"}
	glob.match(allowed, null, tag)
}

_problem(found) := "has no tag" if {
	image.tag(found) == ""
} else := $"has the tag {tag}, which is not of an agreed form" if {
	tag := image.tag(found)
} else := "is no text"
