package policies.workload.capabilities

import data.lib.parameter
import data.lib.quote
import data.lib.value
import data.lib.workload

# METADATA
# title: Containers add no Linux capabilities but the allowed ones
# description: An added capability such as SYS_ADMIN or NET_ADMIN leads out of the container. Fargate lets only SYS_PTRACE be added, for observability and security tools.
# entrypoint: true
# custom:
#   severity: critical
#   kinds: [TaskDefinition, Task, Service, TaskSet, DaemonTaskDefinition, Daemon]
#   remediation: Remove the capability from `linuxParameters.capabilities.add`, or list it in `allowedCapabilities`.
#   references: [containersonaws/no-capabilities]
#   parameters:
#     allowedCapabilities: {description: Capabilities that may be added; with or without CAP_ and in any case., default: [SYS_PTRACE]}
#     ignoreContainers: {description: Names of containers that are not judged; `*` stands for anything., default: []}
#     ignoreImages: {description: Images whose containers are not judged; `*` stands for anything., default: []}
violation contains {"msg": msg, "field": field} if {
	not workload.windows
	some i, container in workload.containers
	capabilities := value.get(value.get(container, "linuxParameters", {}), "capabilities", {})
	some j, capability in value.list(capabilities, "add")
	not _allowed(capability)
	msg := $"container {workload.name(container, i)} {value.problem(capability, $"adds the capability {quote.of(capability)}")}"
	field := workload.pointer(i, $"linuxParameters/capabilities/add/{j}")
}

violation contains {"outcome": "notApplicable", "msg": "Windows containers have no Linux capabilities"} if workload.windows

_allowed(capability) if {
	some allowed in parameter.list("allowedCapabilities", ["SYS_PTRACE"])
	_plain(allowed) == _plain(capability)
}

_plain(capability) := trim_prefix(upper(trim_space(capability)), "CAP_")
