package policies.network["gateway-connectors"]

import data.lib.launch
import data.lib.parameter
import data.lib.quote
import data.lib.value

# METADATA
# title: Gateways do not open services to the internet
# description: A gateway connector lets a gateway lead traffic to a service, past its load balancers; without a filter the public paths count too. ECS does not describe a service's connectors, so an update that does not mention them is not judged.
# entrypoint: true
# custom:
#   severity: high
#   kinds: [Service]
#   remediation: Set `filters.accessTypes` of the connector to PRIVATE, or allow PUBLIC in `allowedAccessTypes`.
#   references: []
#   parameters:
#     allowedAccessTypes:
#       description: The access types of gateway paths that may lead to a service.
#       default: [PRIVATE]
#       schema: {type: array, items: {type: string, enum: [PRIVATE, PUBLIC]}}
violation contains {"msg": msg, "field": access.field} if {
	some connector in launch.members("gatewayConnectors")
	some access in _access_types(connector)
	not access.value in parameter.list("allowedAccessTypes", ["PRIVATE"])
	msg := $"the gateway's access {value.problem(access.value, $"is {quote.of(access.value)}")}"
}

# Those that the filter names, each {"value", "field"}; all of them when it names none.
_access_types(connector) := named if {
	named := [found |
		some i, type in value.list(value.get(connector.value, "filters", {}), "accessTypes")
		found := {"value": type, "field": $"{connector.field}/filters/accessTypes/{i}"}
	]
	count(named) > 0
} else := [{"value": type, "field": field} |
	some type in ["PRIVATE", "PUBLIC"]
	field := $"{connector.field}/filters/accessTypes"
]
