package policies.runtime["orphan-ptrace"]

import data.lib.agent
import data.lib.capability
import data.lib.parameter
import data.lib.value
import data.lib.workload

# METADATA
# title: Containers have SYS_PTRACE only where a runtime agent uses it
# description: SYS_PTRACE lets a process read and change others; it is there for runtime agents. An agent is told by the image of a container, or by the wrapper that the container starts under. One that is built into the image cannot be seen; name such images in `agentImages`.
# entrypoint: true
# custom:
#   severity: medium
#   kinds: [TaskDefinition, Task, Service, TaskSet]
#   remediation: Remove SYS_PTRACE from `linuxParameters.capabilities.add`, or instrument the task with the agent.
#   references: []
#   parameters:
#     agentImages:
#       description: Repositories of agents, by their last names; mirrors keep them.
#       default: [sysdig/workload-agent, falcosecurity/falco-userspace, datadog/agent, datadog/cws-instrumentation, twistlock/defender, microenforcer, falcon-sensor, falcon-container]
#     ignoreContainers: {description: Names of containers that are not judged; `*` stands for anything., default: []}
#     ignoreImages: {description: Images whose containers are not judged; `*` stands for anything., default: []}
violation contains {"msg": msg, "field": found.field} if {
	not workload.windows
	not _agent_present
	some i, container in workload.containers
	not agent.wrapped(container)
	capabilities := value.get(value.get(container, "linuxParameters", {}), "capabilities", {})
	some j, name in value.list(capabilities, "add")
	not _other(name)
	found := _first_unclear(container, i, {"value": name, "field": workload.pointer(i, $"linuxParameters/capabilities/add/{j}")})
	msg := $"container {workload.name(container, i)} {value.problem(found.value, "has SYS_PTRACE, and no runtime agent uses it")}"
}

violation contains {"outcome": "notApplicable", "msg": "Windows containers have no Linux capabilities"} if workload.windows

_agent_present if {
	some container in value.list(workload.definition, "containerDefinitions")
	agent.among(container, parameter.list("agentImages", agent.repositories))
}

_other(name) if capability.plain(name) != "SYS_PTRACE"

# An image, or a wrapper, that is not known may be the agent's.
_first_unclear(container, i, own) := own if {
	value.unknown(own.value)
} else := {"value": container.entryPoint, "field": workload.pointer(i, "entryPoint")} if {
	value.unknown(container.entryPoint)
} else := first if {
	first := sort(agent.unclear)[0]
} else := own
