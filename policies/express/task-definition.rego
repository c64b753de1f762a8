package policies.express["task-definition"]

import data.lib.arn
import data.lib.call
import data.lib.parameter
import data.lib.pattern
import data.lib.value

# METADATA
# title: Express services name an allowed revision
# description: >-
#   `taskDefinitionArn` puts a task definition of the caller's in the place of the container, with sidecars, volumes and roles of its own. Without a revision the newest is taken, which may be another one by then. What the revision holds is judged by the policies about containers. What an update does not mention stays as it is, and is not judged again.
# entrypoint: true
# custom:
#   severity: medium
#   kinds: [ExpressGatewayService]
#   remediation: Name a revision of an allowed family of the own account, or describe the container in `primaryContainer`.
#   references: [iam/ecs:task-definition]
#   parameters:
#     allowedFamilies:
#       description: >-
#         Families of task definitions; `*` stands for anything. None at all: Express services bring no task definition.
#       default: ["*"]
violation contains {"msg": msg, "field": "/taskDefinitionArn"} if {
	found := call.given("taskDefinitionArn", "")
	found != ""
	not _allowed(found)
	msg := $"the task definition {value.problem(found, _problem(found))}"
}

_allowed(found) if {
	pattern.like(_family(found), parameter.list("allowedFamilies", ["*"]))
	pattern.like(arn.parts(found).account, ["{account}"])
	_revision(found) != ""
}

_family(found) := split(trim_prefix(_parts(found).resource, "task-definition/"), ":")[0]

_revision(found) := split(_parts(found).resource, ":")[1]

_parts(found) := parts if {
	parts := arn.parts(found)
	parts.service == "ecs"
	startswith(parts.resource, "task-definition/")
}

_problem(found) := "has no ARN of a revision" if {
	not _revision(found)
} else := $"{_parts(found).resource} of account {_parts(found).account} is not an allowed one"
