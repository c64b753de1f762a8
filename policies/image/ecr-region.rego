package policies.image["ecr-region"]

import data.lib.image
import data.lib.parameter
import data.lib.pattern
import data.lib.value
import data.lib.workload

# METADATA
# title: Images come from the ECR of the task's own Region
# description: A pull from another Region's ECR is slower, costs transfer, and fails when that Region does. Images outside of private ECR are not looked at; without a known Region every private ECR image is refused.
# entrypoint: true
# custom:
#   severity: low
#   kinds: [TaskDefinition, Task, Service, TaskSet, DaemonTaskDefinition, Daemon, ExpressGatewayService]
#   remediation: Replicate the repository into the Region, or list the other Region in `allowedRegions`.
#   references: []
#   parameters:
#     allowedRegions:
#       description: Regions whose private ECR may be used; `{region}` stands for the request's own and `*` for anything.
#       default: ["{region}"]
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
	not image.ecr(found)
}

_allowed(found) if pattern.like(image.ecr(found).region, parameter.list("allowedRegions", ["{region}"]))

_problem(found) := $"comes from the ECR in {region}{pattern.unfilled("region")}" if {
	region := image.ecr(found).region
} else := "is no text"
