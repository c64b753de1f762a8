package policies.network["load-balancer"]

import data.lib.decisive
import data.lib.deployment
import data.lib.launch
import data.lib.parameter
import data.lib.value

# METADATA
# title: Services are behind a load balancer
# description: A load balancer checks the tasks' health and keeps callers off their addresses. Services that only fetch work, from a queue for instance, need none; leave them out by name in the constraint's match.
# entrypoint: true
# custom:
#   severity: low
#   kinds: [Service, TaskSet]
#   remediation: Give the service a target group under `loadBalancers`, or one of the other ways in that the constraint accepts.
#   references: [kics/fb2b0ecf-1492-491a-a70d-ba1df579175d, powerpipe/ecs_service_load_balancer_attached]
#   parameters:
#     alternatives:
#       description: Other ways in that do as well; with an empty list only a load balancer does, as KICS and Powerpipe ask.
#       default: [gatewayConnectors, vpcLatticeConfigurations]
#       schema: {type: array, items: {type: string, enum: [gatewayConnectors, vpcLatticeConfigurations, serviceRegistries]}}
violation contains {"msg": msg, "field": doubt.at} if {
	not _elsewhere
	not _attached
	doubt := decisive.fact([_doubt, deployment.scheduling, deployment.controller])
	msg := $"the load balancer {value.problem(doubt.found, "is missing")}"
}

violation contains {"outcome": "notApplicable", "msg": _elsewhere}

_elsewhere := "the tasks of a DAEMON service are reached on their own instances" if {
	launch.setting("schedulingStrategy", "REPLICA").value == "DAEMON"
} else := "the load balancers are with the service's task sets" if {
	input.request.kind == "Service"
	launch.controller == "EXTERNAL"
}

_attached if {
	some found in _found
	is_object(found.value)
	not value.unknown(found.value)
}

_found := [found | some way in _ways; some found in launch.members(way)]

_ways := array.concat(["loadBalancers"], parameter.list("alternatives", ["gatewayConnectors", "vpcLatticeConfigurations"]))

# What may be one, or else that there is none.
_doubt := first if {
	first := {"found": _found[0].value, "at": _found[0].field}
} else := {"found": "", "at": launch.setting("loadBalancers", []).field}
