package policies.network["host-network"]

import data.lib.quote
import data.lib.value
import data.lib.workload

# METADATA
# title: Tasks do not use the host's network
# description: In the host's network a container reaches what listens on the host's loopback, the instance's credentials among it, and can listen on any port.
# entrypoint: true
# custom:
#   severity: critical
#   kinds: [TaskDefinition, Task, Service, TaskSet]
#   remediation: Set `networkMode` to awsvpc.
#   references: [securityhub/ECS.17, config/ecs-task-definition-network-mode-not-host]
violation contains {"msg": msg, "field": field} if {
	found := value.get(workload.definition, "networkMode", "bridge")
	not _allowed(found)
	msg := $"networkMode {value.problem(found, _problem(found))}"
	field := workload.at("networkMode")
}

_problem(found) := "is host: the containers use the host's network" if {
	lower(found) == "host"
} else := $"is {quote.of(found)}, which may be the host's network"

# `default` is Windows' NAT.
_allowed(found) if found in {"awsvpc", "bridge", "default", "none"}
