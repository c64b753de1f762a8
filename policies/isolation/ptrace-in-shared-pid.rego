package policies.isolation["ptrace-in-shared-pid"]

import data.lib.capability
import data.lib.label
import data.lib.parameter
import data.lib.value
import data.lib.workload

# METADATA
# title: In a shared process namespace nobody traces another owner's containers
# description: With pidMode task or host, a container that has SYS_PTRACE reads the memory and environment of every other container's processes. Owners are told by labels; containers without one belong to whom the task belongs, by its tag.
# entrypoint: true
# custom:
#   severity: high
#   kinds: [TaskDefinition, Task, Service, TaskSet]
#   remediation: Remove SYS_PTRACE or `pidMode`, or give each owner's containers a task of their own.
#   references: []
#   parameters:
#     labelKeys: {description: dockerLabels that name a container's owner., default: [Owner, owner, Tenant, tenant, tenant-id]}
#     ownerKeys: {description: Tags of the task definition that name its owner., default: [Owner, owner, Tenant, tenant, tenant-id]}
#     ignoreContainers: {description: Names of containers that are not judged; `*` stands for anything., default: []}
#     ignoreImages: {description: Images whose containers are not judged; `*` stands for anything., default: []}
violation contains {"msg": msg, "field": unclear.field} if {
	not workload.windows
	not _separate(_pid_mode.value)
	some i, container in workload.containers
	some tracing in _tracing(container, i)
	_several_owners
	unclear := _first_unclear([_pid_mode, tracing], _unclear_owners)
	text := $"can trace the containers of {concat(", ", sort([owner | some owner in _owners; is_string(owner); owner != ""]))}"
	msg := $"container {workload.name(container, i)} {value.problem(unclear.value, text)}"
}

violation contains {"outcome": "notApplicable", "msg": "Windows containers have no Linux capabilities"} if workload.windows

_pid_mode := {"value": value.get(workload.definition, "pidMode", ""), "field": workload.at("pidMode")}

_separate("")

# Each way in which the container can trace others, or may.
_tracing(container, i) := array.concat(added, privileged) if {
	capabilities := value.get(value.get(container, "linuxParameters", {}), "capabilities", {})
	added := [{"value": found, "field": workload.pointer(i, $"linuxParameters/capabilities/add/{j}")} |
		some j, found in value.list(capabilities, "add")
		not _harmless(found)
	]
	privileged := [{"value": found, "field": workload.pointer(i, "privileged")} |
		found := value.get(container, "privileged", false)
		found != false
	]
}

_harmless(found) if not capability.plain(found) in {"ALL", "SYS_ADMIN", "SYS_PTRACE"}

_several_owners if count(_owners) > 1

# Containers that are not known may be anybody's.
_several_owners if {
	some container in workload.containers
	value.unknown(container)
}

# One for each owner; what is not known, or cannot be read, is one of its own.
_owners contains owner.value if some owner in _owner_list

_owner_list := [owner |
	some i, container in workload.containers
	owner := _owner(label.of_container(container, i, _label_keys))
]

_owner(labelled) := labelled if {
	labelled.value != ""
} else := label.of_definition(parameter.list("ownerKeys", _keys))

_label_keys := parameter.list("labelKeys", _keys)

_keys := ["Owner", "owner", "Tenant", "tenant", "tenant-id"]

_unclear_owners := [owner | some owner in _owner_list; not is_string(owner.value)]

_first_unclear(list, owners) := unclear[0] if {
	unclear := [found | some found in array.concat(list, owners); value.unknown(found.value)]
} else := list[1]
