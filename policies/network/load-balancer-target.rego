package policies.network["load-balancer-target"]

import data.lib.decisive
import data.lib.launch
import data.lib.value
import data.lib.workload

# METADATA
# title: Load balancers lead to a container and port that exist
# description: A target that the task definition does not have fails the deployment when it is too late to mend it; and a Classic Load Balancer cannot find a container whose host port is chosen anew for each task. cfn-lint also asks that the target group checks such ports with traffic-port; the target group is in no ECS request.
# entrypoint: true
# custom:
#   severity: low
#   kinds: [Service, TaskSet]
#   remediation: Name a container and one of the `containerPort`s of its `portMappings`; with a Classic Load Balancer give that mapping a `hostPort`.
#   references: [cfn-lint/E3049]
violation contains {"msg": msg, "field": doubt.field} if {
	some balancer in launch.members("loadBalancers")
	target := {
		"name": value.get(balancer.value, "containerName", value.malformed),
		"port": value.get(balancer.value, "containerPort", value.malformed),
	}
	not _exposed(target)
	doubt := _doubt(target, balancer.field)
	msg := $"the load balancer's target {value.problem(doubt.value, "is not among the containers and their ports")}"
}

violation contains {"msg": msg, "field": fact.at} if {
	some balancer in launch.members("loadBalancers")
	classic := value.get(balancer.value, "loadBalancerName", "")
	classic != ""
	some i, container in workload.containers
	container.name == balancer.value.containerName
	some j, mapping in container.portMappings
	mapping.containerPort == balancer.value.containerPort
	found := value.get(mapping, "hostPort", 0)
	not _fixed(found)
	fact := decisive.fact([
		{"found": found, "at": workload.pointer(i, $"portMappings/{j}/hostPort")},
		{"found": classic, "at": $"{balancer.field}/loadBalancerName"},
	])
	msg := $"the host port behind a Classic Load Balancer {value.problem(fact.found, "is not fixed")}"
}

_exposed(target) if {
	is_string(target.name)
	is_number(target.port)
	some container in workload.containers
	container.name == target.name
	some mapping in container.portMappings
	mapping.containerPort == target.port
}

_fixed(port) if {
	is_number(port)
	port > 0
}

# What makes it impossible to tell, or else the load balancer itself.
_doubt(target, field) := {"value": target.name, "field": $"{field}/containerName"} if {
	not is_string(target.name)
} else := {"value": target.port, "field": $"{field}/containerPort"} if {
	not is_number(target.port)
} else := first if {
	doubts := array.concat(_unnamed, _unmapped(target.name))
	first := doubts[0]
} else := {"value": "", "field": field}

# Containers that may be the one.
_unnamed := [doubt |
	some i, container in workload.containers
	found := value.get(container, "name", value.malformed)
	not is_string(found)
	doubt := {"value": found, "field": workload.pointer(i, "name")}
]

# Its ports that may be the one.
_unmapped(name) := [doubt |
	some i, container in workload.containers
	container.name == name
	some j, mapping in value.list(container, "portMappings")
	found := value.get(mapping, "containerPort", value.malformed)
	not is_number(found)
	doubt := {"value": found, "field": workload.pointer(i, $"portMappings/{j}/containerPort")}
]
