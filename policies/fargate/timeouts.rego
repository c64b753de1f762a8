package policies.fargate.timeouts

import data.lib.fargate
import data.lib.quote
import data.lib.value
import data.lib.workload

# METADATA
# title: Containers start and stop within the 2 to 120 seconds that Fargate allows
# description: On Fargate `startTimeout` and `stopTimeout` are from 2 to 120 seconds; unset, a container gets 30 seconds to stop. Not applicable where the task does not run on Fargate.
# entrypoint: true
# custom:
#   severity: low
#   kinds: [TaskDefinition, Task, Service, TaskSet]
#   remediation: Set the timeout to a whole number from 2 to 120.
#   references: []
#   parameters:
#     ignoreContainers: {description: Names of containers that are not judged; `*` stands for anything., default: []}
#     ignoreImages: {description: Images whose containers are not judged; `*` stands for anything., default: []}
violation contains {"msg": msg, "field": workload.pointer(i, member)} if {
	fargate.applies
	some i, container in workload.containers
	some member in ["startTimeout", "stopTimeout"]
	found := value.get(container, member, 30)
	not _allowed(found)
	text := $"is {quote.of(found)}, not from 2 to 120 seconds"
	msg := $"container {workload.name(container, i)}: {member} {value.problem(found, text)}"
}

violation contains found if some found in fargate.otherwise

_allowed(found) if {
	floor(found) == found
	found >= 2
	found <= 120
}
