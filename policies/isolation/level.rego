package policies.isolation.level

import data.lib.isolation
import data.lib.label
import data.lib.parameter
import data.lib.quote
import data.lib.value
import data.lib.workload

# METADATA
# title: Tasks run where they are isolated as well as their data asks for
# description: >-
#   Level 0 is an instance that tasks share (EC2, EXTERNAL, Managed Instances), 1 instances of one tenant, 2 a virtual machine of the task's own (Fargate, ISOLATED_SANDBOX), 3 one that its host cannot look into (CONFIDENTIAL_SANDBOX). Launch type, capacity providers and the cluster's default decide; of several the lowest counts, and what is not known is no level. Data without a class needs the highest level of `levels`. A task definition alone is refused if nothing it was registered for can be enough, and decided if it was registered for Fargate alone; EC2 could still run it, so its calls are judged again.
# entrypoint: true
# custom:
#   severity: high
#   kinds: [TaskDefinition, Task, Service, TaskSet]
#   remediation: Run the task on Fargate or in a sandbox of Managed Instances, or correct the tag that classifies its data.
#   references: []
#   parameters:
#     levels:
#       description: The level that each class of data needs.
#       default: {public: 0, internal: 0, confidential: 1, restricted: 2}
#       schema: {type: object, additionalProperties: {type: integer, minimum: 0, maximum: 3}}
#     tenancyLevels:
#       description: The level that each kind of tenancy needs. A task that does not state its tenancy needs none for it.
#       default: {single: 0, shared: 1, untrusted: 2}
#       schema: {type: object, additionalProperties: {type: integer, minimum: 0, maximum: 3}}
#     classificationKeys: {description: Tags that tell the class of the data., default: [DataClassification, data-classification]}
#     tenancyKeys: {description: Tags that tell the tenancy., default: [TaskTenancy]}
#     accounts:
#       description: The class of the data in each account, for tasks that no tag classifies, the cluster's included.
#       default: {}
#       schema: {type: object, additionalProperties: {type: string}}
#     singleTenantTags: {description: Tags of clusters that have one tenant., default: [Tenancy=single]}
#     singleTenantExpressions: {description: Placement constraints that lead to instances of one tenant., default: []}
violation contains {"msg": msg, "field": need.field} if {
	some need in _needs
	not is_string(need.value)
	not _enough(need)
	msg := $"the level that {need.what} needs {value.problem(need.value, "cannot be read")}"
}

violation contains {"msg": msg, "field": _given.field} if {
	some need in _needs
	is_string(need.value)
	not _enough(need)
	msg := $"{_said(need)} needs level {need.level}, and the target {value.problem(_given.value, _gives)}"
}

violation contains {"outcome": "notApplicable", "msg": "the call that runs the task says where it runs"} if {
	input.request.kind == "TaskDefinition"
	not _decided
}

_decided if workload.definition.requiresCompatibilities == ["FARGATE"]

_decided if {
	some need in _needs
	not _enough(need)
}

# What the target gives; of a task definition the most that any target could. Undefined where it was registered for none.
_given := isolation.level if {
	input.request.kind != "TaskDefinition"
} else := isolation.most

_needs := [
	{
		"what": "the data",
		"value": _class.value,
		"field": _class.field,
		"level": _level_of(_class.value, _levels),
	},
	{
		"what": "the tenancy",
		"value": _tenancy.value,
		"field": _tenancy.field,
		"level": _level_of(_tenancy.value, object.union({"": 0}, _tenancy_levels)),
	},
]

_class := label.of_task(
	parameter.list("classificationKeys", ["DataClassification", "data-classification"]),
	parameter.get("accounts", {}),
)

_tenancy := label.of_task(parameter.list("tenancyKeys", ["TaskTenancy"]), {})

_levels := parameter.get("levels", {"public": 0, "internal": 0, "confidential": 1, "restricted": 2})

_tenancy_levels := parameter.get("tenancyLevels", {"single": 0, "shared": 1, "untrusted": 2})

# What is not classified, or not as the parameters have it, needs the highest.
_level_of(name, levels) := level if {
	level := levels[name]
} else := max([level | some level in levels])

_enough(need) if need.level == 0

_enough(need) if {
	is_number(_given.value)
	_given.value >= need.level
}

# A task definition that was registered for nothing in particular, and a service whose task sets are judged.
_enough(_) if not _given

_enough(_) if not workload.definition

_said(need) := $"{need.what} ({need.value})" if {
	need.value != ""
} else := $"{need.what}, which no tag classifies,"

_gives := $"gives level {_given.value} ({_because})" if {
	is_number(_given.value)
} else := "is not said: there is no launch type, no capacity provider, and the cluster is not known" if {
	_given.value == ""
} else := $"is {quote.of(_given.value)}"

_because := object.get(_given, "because", "at the most")
