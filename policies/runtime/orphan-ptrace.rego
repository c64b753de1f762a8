package policies.runtime["orphan-ptrace"]

import data.lib.agent
import data.lib.capability
import data.lib.decisive
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
#       default: [sysdig/workload-agent, falcosecurity/falco-userspace, datadog/agent, datadog/cws-instrumentation, twistlock/defender, microenforcer, microenforcer-basic, falcon-sensor, falcon-container]
#     ignoreContainers: {description: Names of containers that are not judged; `*` stands for anything., default: []}
#     ignoreImages: {description: Images whose containers are not judged; `*` stands for anything., default: []}
violation contains {"msg": msg, "field": found.at} if {
	not workload.windows
	not _agent_present
	some i, container in workload.containers
	not agent.wrapped(container)
	capabilities := value.get(value.get(container, "linuxParameters", {}), "capabilities", {})
	some j, name in value.list(capabilities, "add")
	not _other(name)
	found := _first_unclear(container, i, {"found": name, "at": workload.pointer(i, $"linuxParameters/capabilities/add/{j}")})
	msg := $"container {workload.name(container, i)} {value.problem(found.found, "has SYS_PTRACE, and no runtime agent uses it")}"
}

violation contains {"outcome": "notApplicable", "msg": "Windows containers have no Linux capabilities"} if workload.windows

_agent_present if {
	some container in value.list(workload.definition, "containerDefinitions")
	agent.among(container, parameter.list("agentImages", agent.repositories))
}

_other(name) if capability.plain(name) != "SYS_PTRACE"

# An image, or a wrapper, that is not known may be the agent's; and Windows has no such capability.
_first_unclear(container, i, own) := first if {
	facts := array.concat([own, agent.wrapper(container, i)], array.concat(_images, [workload.system]))
	first := decisive.fact(facts)
}

_images := [{"found": image, "at": workload.at($"containerDefinitions/{k}/image")} |
	some k, other in value.list(workload.definition, "containerDefinitions")
	image := value.get(other, "image", "")
]
