package policies.secrets["docker-labels"]

import data.lib.credential
import data.lib.value
import data.lib.workload

# METADATA
# title: Docker labels do not hold secrets
# description: Labels are copied to the container, its metadata and often to the log, besides being readable with the task definition. Found by the known forms of keys, not by entropy.
# entrypoint: true
# custom:
#   severity: medium
#   kinds: [TaskDefinition, Task, Service, TaskSet]
#   remediation: Remove the label, and exchange the secret that stood in it.
#   references: []
#   parameters:
#     ignoreContainers: {description: Names of containers that are not judged; `*` stands for anything., default: []}
#     ignoreImages: {description: Images whose containers are not judged; `*` stands for anything., default: []}
violation contains {"msg": msg, "field": field} if {
	some i, container in workload.containers
	labels := value.get(container, "dockerLabels", {})
	not _readable(labels)
	msg := $"container {workload.name(container, i)}: the Docker labels {value.problem(labels, "cannot be read")}"
	field := workload.pointer(i, "dockerLabels")
}

violation contains {"msg": msg, "field": field} if {
	some i, container in workload.containers
	labels := value.get(container, "dockerLabels", {})
	_readable(labels)
	some name, found in labels
	kind := credential.kind(found)
	msg := $"container {workload.name(container, i)}: the Docker label {name} {value.problem(found, $"looks like {kind}")}"
	field := workload.pointer(i, $"dockerLabels/{replace(replace(name, "~", "~0"), "/", "~1")}")
}

_readable(labels) if {
	is_object(labels)
	not value.unknown(labels)
}
