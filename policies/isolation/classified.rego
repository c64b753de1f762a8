package policies.isolation.classified

import data.lib.label
import data.lib.parameter
import data.lib.quote
import data.lib.value

# METADATA
# title: Tasks say how confidential their data is
# description: Without a class nobody can tell which isolation, network and access a task needs. The tag stands on the task definition, failing that on the call or the service, failing that on the cluster.
# entrypoint: true
# custom:
#   severity: low
#   kinds: [TaskDefinition, Task, Service, TaskSet]
#   remediation: Give the task definition the tag `DataClassification` with an allowed value.
#   references: []
#   parameters:
#     classificationKeys: {description: Tags that tell the class of the data., default: [DataClassification, data-classification]}
#     classes: {description: Values that the tag may have., default: [public, internal, confidential, restricted]}
violation contains {"msg": msg, "field": class.field} if {
	class := label.of_task(parameter.list("classificationKeys", ["DataClassification", "data-classification"]), {})
	not _allowed(class.value)
	msg := $"the class of the data {value.problem(class.value, _text(class.value))}"
}

_allowed(class) if class in parameter.list("classes", ["public", "internal", "confidential", "restricted"])

_text(class) := "is stated by no tag" if {
	class == ""
} else := $"is {quote.of(class)}, none of the allowed ones"
