package policies.deployment.controller

import data.lib.launch
import data.lib.parameter
import data.lib.quote
import data.lib.value

# METADATA
# title: Services are deployed by a controller that can be stopped
# description: Only ECS's own deployments have lifecycle hooks. With CODE_DEPLOY or EXTERNAL somebody else brings tasks in, past the hook in which Taskgate prevents; what is left is to notice it afterwards.
# entrypoint: true
# custom:
#   severity: medium
#   kinds: [Service]
#   remediation: Set `deploymentController.type` to ECS; its strategies do blue/green, linear and canary deployments too.
#   references: []
#   parameters:
#     allowedControllers:
#       description: Deployment controllers that services may have.
#       default: [ECS]
#       schema: {type: array, items: {type: string, enum: [ECS, CODE_DEPLOY, EXTERNAL]}}
violation contains {"msg": msg, "field": field} if {
	not launch.controller in parameter.list("allowedControllers", ["ECS"])
	msg := $"the deployment controller {value.problem(launch.controller, $"is {quote.of(launch.controller)}")}"
	field := $"{launch.setting("deploymentController", {}).field}/type"
}
