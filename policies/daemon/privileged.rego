package policies.daemon.privileged

import data.lib.daemon
import data.lib.parameter
import data.lib.quote
import data.lib.value
import data.lib.workload

# METADATA
# title: Only allowed daemons have power over the host
# description: A daemon may be privileged, join the host's process and IPC namespaces, add capabilities and use devices, on every instance. Security and observability agents need some of that; nothing else does. Host paths are judged by `workload/host-paths`.
# entrypoint: true
# custom:
#   severity: critical
#   kinds: [DaemonTaskDefinition, Daemon]
#   remediation: Remove what the daemon does not need, or list its family in `allowedFamilies`.
#   references: [iam/ecs:privileged]
#   parameters:
#     allowedFamilies: {description: Families of daemon task definitions that may; `*` stands for anything., default: []}
#     ignoreContainers: {description: Names of containers that are not judged; `*` stands for anything., default: []}
#     ignoreImages: {description: Images whose containers are not judged; `*` stands for anything., default: []}
violation contains power if {
	some power in _powers
	not daemon.listed(_families)
	not daemon.undecided(_families)
}

violation contains {"msg": msg, "field": daemon.field} if {
	daemon.undecided(_families)
	some power in _powers
	msg := $"the family of the daemon {value.problem(daemon.family, "")}"
}

_families := parameter.list("allowedFamilies", [])

_powers contains {"msg": msg, "field": workload.pointer(i, "privileged")} if {
	some i, container in workload.containers
	found := value.get(container, "privileged", false)
	not _unprivileged(found)
	msg := $"container {workload.name(container, i)} {value.problem(found, "is privileged")}"
}

_powers contains {"msg": msg, "field": workload.at(member)} if {
	some member in ["ipcMode", "pidMode"]
	found := value.get(workload.definition, member, "none")
	not _isolated(found)
	msg := $"{member} {value.problem(found, $"is {quote.of(found)}, the host's own namespace")}"
}

_powers contains {"msg": msg, "field": workload.pointer(i, $"linuxParameters/{path}/{j}")} if {
	some i, container in workload.containers
	linux := value.get(container, "linuxParameters", {})
	some path, granted in {
		"capabilities/add": value.list(value.get(linux, "capabilities", {}), "add"),
		"devices": value.list(linux, "devices"),
	}
	some j, found in granted
	msg := $"container {workload.name(container, i)} {value.problem(found, $"asks for {_what[path]}")}"
}

_what := {"capabilities/add": "a Linux capability", "devices": "a device of the host"}

_unprivileged(found) if found == false

_isolated("none")
