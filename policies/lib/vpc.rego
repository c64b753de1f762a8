# Where a call puts its tasks in a VPC.
package lib.vpc

import data.lib.launch
import data.lib.value
import data.lib.workload

# {"value", "field"} of what holds the subnets and security groups. An Express service has them one level higher.
configuration := _network if {
	input.request.kind == "ExpressGatewayService"
} else := {
	"value": value.get(_network.value, "awsvpcConfiguration", {}),
	"field": $"{_network.field}/awsvpcConfiguration",
}

_network := launch.setting("networkConfiguration", {})

# The ids under `subnets` or `securityGroups`, each {"value", "field"}. Where none is named it is one empty id, so that no policy
# falls silent; where nobody can tell whether one is needed it is the network mode.
ids(member) := [] if {
	elsewhere
} else := [{"value": _mode, "field": workload.at("networkMode")}] if {
	_network.value == {}
	value.unknown(_mode)
} else := named if {
	named := [found |
		some i, id in value.list(configuration.value, member)
		found := {"value": id, "field": $"{configuration.field}/{member}/{i}"}
	]
	count(named) > 0
} else := [{"value": "", "field": $"{field}/{member}"}] if {
	field := configuration.field
}

# Why the call names no network; undefined where it does, or should.
elsewhere := "the tasks use their instances' network, which the request does not show" if {
	_network.value == {}
	_mode in {"bridge", "default", "host", "none"}
} else := "the network is named by the service's task sets" if {
	_network.value == {}
	not workload.definition
}

_mode := value.get(workload.definition, "networkMode", "bridge") if {
	input.request.kind != "ExpressGatewayService"
} else := "awsvpc"
