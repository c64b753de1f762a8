package policies.workload.interactive

import data.lib.value
import data.lib.workload

# METADATA
# title: Containers have no terminal and no standard input
# description: An open standard input or terminal is for a person at a keyboard, whom a task does not have. It lets a shell wait for whoever attaches to it.
# entrypoint: true
# custom:
#   severity: low
#   kinds: [TaskDefinition, Task, Service, TaskSet, DaemonTaskDefinition, Daemon]
#   remediation: Remove `interactive` and `pseudoTerminal`.
#   references: []
#   parameters:
#     ignoreContainers: {description: Names of containers that are not judged; `*` stands for anything., default: []}
#     ignoreImages: {description: Images whose containers are not judged; `*` stands for anything., default: []}
violation contains {"msg": msg, "field": field} if {
	some i, container in workload.containers
	some member, opened in {"interactive": "keeps its standard input open", "pseudoTerminal": "has a terminal"}
	found := value.get(container, member, false)
	not _allowed(found)
	msg := $"container {workload.name(container, i)} {value.problem(found, opened)}"
	field := workload.pointer(i, member)
}

_allowed(found) if found == false
