package policies.team["cost-label"]

import data.lib.value
import data.lib.workload

# METADATA
# title: Containers name their cost centre
# description: Costs are split by the label cost-centre. A container without it is paid for by nobody.
# entrypoint: true
# custom:
#   severity: low
#   kinds: [TaskDefinition, Task, Service, TaskSet, DaemonTaskDefinition]
#   remediation: Add `cost-centre` to `dockerLabels`, as CC- and four digits.
#   references: []
#   parameters:
#     ignoreContainers: {description: Names of containers that are not judged; `*` stands for anything., default: []}
#     ignoreImages: {description: Images whose containers are not judged; `*` stands for anything., default: []}
violation contains {"msg": msg, "field": field} if {
	some i, container in workload.containers
	found := value.get(value.get(container, "dockerLabels", {}), "cost-centre", "")
	not _allowed(found)
	msg := $"container {workload.name(container, i)} {value.problem(found, "names no cost centre")}"
	field := workload.pointer(i, "dockerLabels/cost-centre")
}

# What is allowed, and nothing else: what is missing, malformed or unknown is not.
_allowed(found) if {
	is_string(found)
	regex.match(`^CC-[0-9]{4}$`, found)
}
