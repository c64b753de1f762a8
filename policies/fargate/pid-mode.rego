package policies.fargate["pid-mode"]

import data.lib.quote
import data.lib.value
import data.lib.workload

# METADATA
# title: Tasks share a process namespace among themselves at most
# description: Fargate knows no pidMode but `task`, and that for Linux alone, from platform version 1.4.0 on. In it the containers of one task see and, with SYS_PTRACE, can read each other's processes. Judged wherever the task runs.
# entrypoint: true
# custom:
#   severity: high
#   kinds: [TaskDefinition, Task, Service, TaskSet, DaemonTaskDefinition, Daemon]
#   remediation: Remove `pidMode`, or set it to task.
#   references: []
violation contains {"msg": msg, "field": workload.at("pidMode")} if {
	found := value.get(workload.definition, "pidMode", "")
	not _allowed(found)
	msg := $"pidMode {value.problem(found, $"is {quote.of(found)}, which Fargate does not allow{_where}")}"
}

violation contains {"msg": msg, "field": workload.system.at} if {
	value.get(workload.definition, "pidMode", "") == "task"
	value.unknown(workload.system.found)
	msg := $"whether pidMode task is one that Fargate allows {value.problem(workload.system.found, "")}"
}

_allowed("")

_allowed("task") if not workload.windows

# What daemons call having none.
_allowed("none") if input.request.kind == "DaemonTaskDefinition"

_where := " for Windows" if workload.windows

_where := "" if not workload.windows
