package policies.fargate.ulimits

import data.lib.quote
import data.lib.value
import data.lib.workload

# METADATA
# title: Containers set resource limits that exist, within Fargate's bounds
# description: Fargate sets the number of open files to 65535 unless a ulimit asks for up to 1048576, and leaves the other limits as the operating system has them. Windows has none at all. Judged wherever the task runs.
# entrypoint: true
# custom:
#   severity: low
#   kinds: [TaskDefinition, Task, Service, TaskSet, DaemonTaskDefinition, Daemon]
#   remediation: Name a limit that ECS knows, with a soft limit no higher than the hard one; nofile is at most 1048576.
#   references: []
#   parameters:
#     ignoreContainers: {description: Names of containers that are not judged; `*` stands for anything., default: []}
#     ignoreImages: {description: Images whose containers are not judged; `*` stands for anything., default: []}
violation contains {"msg": msg, "field": workload.pointer(i, $"ulimits/{j}/name")} if {
	some i, container in workload.containers
	some j, ulimit in value.list(container, "ulimits")
	found := value.get(ulimit, "name", value.malformed)
	not _allowed(found)
	msg := $"container {workload.name(container, i)}: the ulimit {value.problem(found, $"{quote.of(found)} is none{_where}")}"
}

violation contains {"msg": msg, "field": workload.pointer(i, $"ulimits/{j}/{member}")} if {
	some i, container in workload.containers
	some j, ulimit in value.list(container, "ulimits")
	name := value.get(ulimit, "name", value.malformed)
	_allowed(name)
	some member in ["hardLimit", "softLimit"]
	found := value.get(ulimit, member, value.malformed)
	not _within(name, found)
	text := $"is {quote.of(found)}{_bounds(name)}"
	msg := $"container {workload.name(container, i)}: {member} of {name} {value.problem(found, text)}"
}

violation contains {"msg": msg, "field": workload.pointer(i, $"ulimits/{j}/softLimit")} if {
	some i, container in workload.containers
	some j, ulimit in value.list(container, "ulimits")
	is_number(ulimit.softLimit)
	ulimit.hardLimit >= 0
	ulimit.softLimit > ulimit.hardLimit
	msg := $"container {workload.name(container, i)}: softLimit of {quote.of(ulimit.name)} is above its hardLimit"
}

_allowed(name) if {
	not workload.windows
	name in {
		"core", "cpu", "data", "fsize", "locks", "memlock", "msgqueue", "nice",
		"nofile", "nproc", "rss", "rtprio", "rttime", "sigpending", "stack",
	}
}

# -1 means without a limit, which nofile cannot be.
_within(name, found) if {
	floor(found) == found
	found >= _least(name)
	found <= _most(name)
}

_least("nofile") := 0

_least(name) := -1 if name != "nofile"

_most("nofile") := 1048576

_most(name) := 9007199254740991 if name != "nofile"

_bounds("nofile") := ", not from 0 to 1048576"

_bounds(name) := ", no limit" if name != "nofile"

_where := " that Windows containers have" if workload.windows

_where := " that ECS knows" if not workload.windows
