package policies.runtime["agent-image-pinned"]

import data.lib.agent
import data.lib.image
import data.lib.parameter
import data.lib.value
import data.lib.workload

# METADATA
# title: Runtime agents are pinned by digest
# description: An agent sees every process of the task, and all vendors' documents pin it to `latest`; whoever can move that tag is inside every instrumented task. Only containers whose image is an agent's are judged.
# entrypoint: true
# custom:
#   severity: medium
#   kinds: [TaskDefinition, Task, Service, TaskSet, DaemonTaskDefinition, Daemon]
#   remediation: Name the agent's image as `repository@sha256:…`, from a registry of your own.
#   references: []
#   parameters:
#     agentImages:
#       description: Repositories of agents, by their last names; mirrors keep them.
#       default: [sysdig/workload-agent, falcosecurity/falco-userspace, datadog/agent, datadog/cws-instrumentation, twistlock/defender, microenforcer, microenforcer-basic, falcon-sensor, falcon-container]
#     ignoreContainers: {description: Names of containers that are not judged; `*` stands for anything., default: []}
#     ignoreImages: {description: Images whose containers are not judged; `*` stands for anything., default: []}
violation contains {"msg": msg, "field": workload.pointer(i, "image")} if {
	some i, container in workload.containers
	found := value.get(container, "image", value.malformed)
	not _of_another(container)
	not image.pinned(found)
	msg := $"the agent's image of container {workload.name(container, i)} {value.problem(found, "is not pinned by its digest")}"
}

# What can be read, and is no agent's.
_of_another(container) if {
	is_string(container.image)
	not agent.among(container, parameter.list("agentImages", agent.repositories))
}
