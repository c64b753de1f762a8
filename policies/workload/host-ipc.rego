package policies.workload["host-ipc"]

import data.lib.quote
import data.lib.value
import data.lib.workload

# METADATA
# title: Tasks do not share the host's IPC namespace
# description: In the host's IPC namespace a container reads and writes the shared memory of every other task. A daemon's `shared` is the same namespace.
# entrypoint: true
# custom:
#   severity: critical
#   kinds: [TaskDefinition, Task, Service, TaskSet, DaemonTaskDefinition, Daemon]
#   remediation: Remove `ipcMode`, or set it to `task` or `none`.
#   references: []
violation contains {"msg": msg, "field": field} if {
	found := value.get(workload.definition, "ipcMode", "none")
	not _allowed(found)
	msg := $"ipcMode {value.problem(found, $"is {quote.of(found)}: the containers share memory with the host")}"
	field := workload.at("ipcMode")
}

_allowed(found) if found in {"none", "task"}
