package policies.workload["host-port"]

import data.lib.decisive
import data.lib.parameter
import data.lib.quote
import data.lib.value
import data.lib.workload

# METADATA
# title: Host ports fit the network mode
# description: In the network modes awsvpc and host a host port is the container port or is left out; ECS refuses anything else. In bridge a port of the instance is taken, which must not be one that SSH, Docker and the ECS agent listen on; only one task of an instance can have it.
# entrypoint: true
# custom:
#   severity: low
#   kinds: [TaskDefinition, Task, Service, TaskSet]
#   remediation: Leave `hostPort` out; in the network mode bridge the instance then finds a free one.
#   references: [cfn-lint/E3053]
#   parameters:
#     dynamicOnly: {description: Whether in the network mode bridge a host port must be left to the instance., default: false}
#     ignoreContainers: {description: Names of containers that are not judged; `*` stands for anything., default: []}
#     ignoreImages: {description: Images whose containers are not judged; `*` stands for anything., default: []}
violation contains {"msg": msg, "field": fact.at} if {
	some i, container in workload.containers
	some j, mapping in value.list(container, "portMappings")
	host := value.get(mapping, "hostPort", "unset")
	port := value.get(mapping, "containerPort", "unset")
	not _allowed(host, port)
	facts := [
		{"found": host, "at": workload.pointer(i, $"portMappings/{j}/hostPort")},
		{"found": port, "at": workload.pointer(i, $"portMappings/{j}/containerPort")},
		{"found": _mode, "at": workload.at("networkMode")},
	]
	fact := decisive.fact(facts)
	text := $"asks for a host port that the network mode {quote.of(_mode)} does not give: {quote.of(host)}"
	msg := $"container {workload.name(container, i)} {value.problem(fact.found, text)}"
}

_mode := "bridge" if {
	_network == "default"
} else := _network

# Without a mode Linux has bridge; Windows calls the like of it default.
_network := value.get(workload.definition, "networkMode", "bridge")

_allowed("unset", _)

_allowed(host, port) if {
	_mode in {"awsvpc", "host"}
	is_number(host)
	host == port
}

_allowed(0, _) if _mode == "bridge"

_allowed(host, _) if {
	_mode == "bridge"
	parameter.get("dynamicOnly", false) == false
	is_number(host)
	host > 0
	not host in {22, 2375, 2376, 51678, 51679, 51680}
}
