package policies.runtime["require-agent"]

import data.lib.agent
import data.lib.decisive
import data.lib.fargate
import data.lib.guardduty
import data.lib.parameter
import data.lib.value
import data.lib.workload

# METADATA
# title: Containers on Fargate start under a runtime agent
# description: >-
#   A container beside the program's protects nothing by being there: on Fargate an agent sees what it has started itself. So each container has to start under a wrapper of one of the vendors; containers of agents and log routers need none. With `guardDuty: true` GuardDuty's Runtime Monitoring will do where something shows that it watches; a task definition does not show it, and is not judged then.
# entrypoint: true
# custom:
#   severity: high
#   kinds: [TaskDefinition, Task, Service, TaskSet]
#   remediation: >-
#     Let Taskgate add an agent (`taskgate instrument`, or a constraint with `mutate: true` for a policy runtime/instrument-*), or exempt the container.
#   references: []
#   parameters:
#     vendors:
#       description: Vendors whose wrappers count.
#       default: [sysdig, falco, datadog, prisma, aqua, crowdstrike]
#       schema: {type: array, items: {type: string, enum: [sysdig, falco, datadog, prisma, aqua, crowdstrike]}}
#     wrappers: {description: "Other wrappers that count: what an entryPoint begins with.", default: []}
#     guardDuty: {description: GuardDuty's Runtime Monitoring counts., default: false}
#     ignoreContainers: {description: Names of containers that are not judged; `*` stands for anything., default: []}
#     ignoreImages: {description: Images whose containers are not judged; `*` stands for anything., default: []}
violation contains {"msg": msg, "field": fact.at} if {
	fargate.applies
	not _guardduty_decides
	some i, container in workload.containers
	not _needs_none(container)
	not _wrapped(container)
	fact := decisive.fact([
		{"found": "", "at": workload.pointer(i, "entryPoint")},
		agent.wrapper(container, i),
		{"found": value.get(container, "image", value.malformed), "at": workload.pointer(i, "image")},
	])
	msg := $"container {workload.name(container, i)} {value.problem(fact.found, _text)}"
}

violation contains {"outcome": "notApplicable", "msg": "a task definition does not show whether GuardDuty watches the task"} if {
	fargate.applies
	input.request.kind == "TaskDefinition"
	_accepts_guardduty
}

violation contains member if {
	not fargate.applies
	some member in fargate.otherwise
}

_accepts_guardduty if parameter.get("guardDuty", false) == true

_guardduty_decides if {
	_accepts_guardduty
	input.request.kind == "TaskDefinition"
}

_guardduty_decides if {
	_accepts_guardduty
	guardduty.watches
}

_text := "does not start under a runtime agent, and nothing shows that GuardDuty watches the task" if {
	_accepts_guardduty
} else := "does not start under a runtime agent"

_wrappers := {wrapper |
	some vendor in parameter.list("vendors", ["sysdig", "falco", "datadog", "prisma", "aqua", "crowdstrike"])
	some wrapper in agent.vendors[vendor].wrappers
} | {wrapper | some wrapper in parameter.list("wrappers", [])}

_wrapped(container) if container.entryPoint[0] in _wrappers

_needs_none(container) if agent.among(container, agent.repositories)

_needs_none(container) if container.firelensConfiguration.type in {"fluentbit", "fluentd"}
