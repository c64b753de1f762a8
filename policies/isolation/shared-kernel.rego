package policies.isolation["shared-kernel"]

import data.lib.isolation
import data.lib.label
import data.lib.parameter
import data.lib.value
import data.lib.volume
import data.lib.workload

# METADATA
# title: Tasks with sensitive data do not open a host that they share
# description: On an instance shared with other tasks, a privileged container, a namespace or a path of the host puts the neighbours' kernel and files in reach, and the neighbours' own openings put this task's data in theirs. Data that no tag classifies counts as sensitive, and so does a host of which it is not known whether it is shared.
# entrypoint: true
# custom:
#   severity: critical
#   kinds: [Task, Service, TaskSet]
#   remediation: Run the task on Fargate, in a sandbox or on instances of one tenant; or remove what opens the host.
#   references: []
#   parameters:
#     insensitive: {description: Classes of data that this policy does not protect., default: [public, internal]}
#     classificationKeys: {description: Tags that tell the class of the data., default: [DataClassification, data-classification]}
#     singleTenantTags: {description: Tags of clusters that have one tenant., default: [Tenancy=single]}
#     singleTenantExpressions: {description: Placement constraints that lead to instances of one tenant., default: []}
#     ignoreContainers: {description: Names of containers that are not judged; `*` stands for anything., default: []}
#     ignoreImages: {description: Images whose containers are not judged; `*` stands for anything., default: []}
violation contains {"msg": msg, "field": _first_unclear(opening).field} if {
	some opening in _openings
	not _insensitive
	not _kept_apart
	msg := $"{opening.what} {value.problem(_first_unclear(opening).value, opening.text)}"
}

_openings contains {"what": $"container {workload.name(container, i)}", "text": text, "value": found, "field": field} if {
	some i, container in workload.containers
	found := value.get(container, "privileged", false)
	found != false
	text := "is privileged on a host that tasks share"
	field := workload.pointer(i, "privileged")
}

_openings contains {"what": member, "text": text, "value": found, "field": workload.at(member)} if {
	some member, harmless in {
		"ipcMode": {"", "none", "task"},
		"networkMode": {"", "awsvpc", "bridge", "default", "nat", "none"},
		"pidMode": {"", "task"},
	}
	found := value.get(workload.definition, member, "")
	not found in harmless
	text := "is the host's, and tasks share the host"
}

_openings contains {"what": "a volume", "text": text, "value": opened.path, "field": opened.field} if {
	some opened in volume.host_paths
	text := "opens a path of a host that tasks share"
}

_insensitive if _class.value in parameter.list("insensitive", ["public", "internal"])

_class := label.of_task(parameter.list("classificationKeys", ["DataClassification", "data-classification"]), {})

_kept_apart if {
	is_number(isolation.level.value)
	isolation.level.value > 0
}

# What has to be known before the opening itself matters.
_first_unclear(opening) := _class if {
	value.unknown(_class.value)
} else := isolation.level if {
	value.unknown(isolation.level.value)
} else := opening
