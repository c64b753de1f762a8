package policies.access["service-role"]

import data.lib.arn
import data.lib.launch
import data.lib.quote
import data.lib.value

# METADATA
# title: Services use the service-linked role
# description: ECS registers a service's tasks with load balancers by its service-linked role, whose permissions AWS keeps. A role of one's own, from before there was that one, may have policies that nobody looks at; a request shows neither them nor whether they are inline, so no such role is allowed.
# entrypoint: true
# custom:
#   severity: low
#   kinds: [Service]
#   remediation: Remove `role`; ECS creates AWSServiceRoleForECS by itself.
#   references: []
violation contains {"msg": msg, "field": setting.field} if {
	setting := launch.setting("role", "")
	not _allowed(setting.value)
	msg := $"the role of the service {value.problem(setting.value, $"is {quote.of(setting.value)}")}"
}

_allowed("")

_allowed(found) if arn.parts(found).resource == "role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS"
