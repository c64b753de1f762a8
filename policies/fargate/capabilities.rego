package policies.fargate.capabilities

import data.lib.capability
import data.lib.quote
import data.lib.value
import data.lib.workload

# METADATA
# title: Containers add no Linux capability but SYS_PTRACE, and drop only those that exist
# description: Fargate restricts capabilities to prevent a privilege escalation, and lets SYS_PTRACE be added for observability and security tools. A name that ECS does not know, such as one with CAP_ in front, drops nothing. Judged wherever the task runs.
# entrypoint: true
# custom:
#   severity: high
#   kinds: [TaskDefinition, Task, Service, TaskSet, DaemonTaskDefinition, Daemon]
#   remediation: Remove the capability from `linuxParameters.capabilities`, or spell it as ECS does, such as NET_RAW.
#   references: []
#   parameters:
#     ignoreContainers: {description: Names of containers that are not judged; `*` stands for anything., default: []}
#     ignoreImages: {description: Images whose containers are not judged; `*` stands for anything., default: []}
violation contains {"msg": msg, "field": field} if {
	not workload.windows
	some i, container in workload.containers
	capabilities := value.get(value.get(container, "linuxParameters", {}), "capabilities", {})
	some member in ["add", "drop"]
	some j, found in value.list(capabilities, member)
	not _allowed(member, found)
	msg := $"container {workload.name(container, i)} {value.problem(found, _text(member, found))}"
	field := workload.pointer(i, $"linuxParameters/capabilities/{member}/{j}")
}

violation contains {"outcome": "notApplicable", "msg": "Windows containers have no Linux capabilities"} if workload.windows

_allowed("add", "SYS_PTRACE")

_allowed("drop", found) if found in capability.names

_text("add", found) := $"adds {quote.of(found)}, and Fargate allows SYS_PTRACE alone"

_text("drop", found) := $"drops {quote.of(found)}, which ECS does not know"
