package policies.workload.sysctls

import data.lib.parameter
import data.lib.pattern
import data.lib.quote
import data.lib.value
import data.lib.workload

# METADATA
# title: Containers set no kernel parameters but the safe ones
# description: Kernel parameters beyond the ones that Kubernetes calls safe can starve other containers, or weaken the kernel that they share. In the network mode awsvpc they hold for the whole task.
# entrypoint: true
# custom:
#   severity: medium
#   kinds: [TaskDefinition, Task, Service, TaskSet, DaemonTaskDefinition, Daemon]
#   remediation: Remove the entry from `systemControls`, or list it in `allowedSysctls`.
#   references: []
#   parameters:
#     allowedSysctls: {description: Kernel parameters that containers may set; `*` stands for anything., default: [kernel.shm_rmid_forced, net.ipv4.ip_local_port_range, net.ipv4.ip_local_reserved_ports, net.ipv4.ip_unprivileged_port_start, net.ipv4.ping_group_range, net.ipv4.tcp_fin_timeout, net.ipv4.tcp_keepalive_intvl, net.ipv4.tcp_keepalive_probes, net.ipv4.tcp_keepalive_time, net.ipv4.tcp_syncookies]}
#     ignoreContainers: {description: Names of containers that are not judged; `*` stands for anything., default: []}
#     ignoreImages: {description: Images whose containers are not judged; `*` stands for anything., default: []}
violation contains {"msg": msg, "field": field} if {
	some i, container in workload.containers
	some j, control in value.list(container, "systemControls")
	found := value.get(control, "namespace", value.malformed)
	not _allowed(found)
	msg := $"container {workload.name(container, i)} {value.problem(found, $"sets the kernel parameter {quote.of(found)}")}"
	field := workload.pointer(i, $"systemControls/{j}/namespace")
}

_allowed(found) if pattern.like(found, parameter.list("allowedSysctls", _safe))

# The safe set of the Kubernetes Pod Security Standards.
_safe := [
	"kernel.shm_rmid_forced",
	"net.ipv4.ip_local_port_range",
	"net.ipv4.ip_local_reserved_ports",
	"net.ipv4.ip_unprivileged_port_start",
	"net.ipv4.ping_group_range",
	"net.ipv4.tcp_fin_timeout",
	"net.ipv4.tcp_keepalive_intvl",
	"net.ipv4.tcp_keepalive_probes",
	"net.ipv4.tcp_keepalive_time",
	"net.ipv4.tcp_syncookies",
]
