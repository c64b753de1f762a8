package policies.isolation["one-tenant-per-task"]

import data.lib.label
import data.lib.parameter
import data.lib.quote
import data.lib.value
import data.lib.workload

# METADATA
# title: All containers of a task belong to one tenant
# description: The containers of a task share kernel, network, storage and the task role, on Fargate too. Their labels are compared with one another and with the task definition's tag; a container without a label belongs to whom the task belongs, unless `requireLabel` says otherwise.
# entrypoint: true
# custom:
#   severity: high
#   kinds: [TaskDefinition, Task, Service, TaskSet]
#   remediation: Run each tenant's containers in a task of their own.
#   references: []
#   parameters:
#     labelKeys: {description: dockerLabels that name a container's tenant., default: [Tenant, tenant, tenant-id]}
#     tenantKeys: {description: Tags of the task definition that name its tenant., default: [Tenant, tenant, tenant-id]}
#     requireLabel: {description: Ask every container for the label., default: false}
#     ignoreContainers: {description: Names of containers that are not judged; `*` stands for anything., default: []}
#     ignoreImages: {description: Images whose containers are not judged; `*` stands for anything., default: []}
violation contains {"msg": msg, "field": found.field} if {
	some i, container in workload.containers
	found := label.of_container(container, i, _label_keys)
	not _allowed(found.value)
	msg := $"container {workload.name(container, i)}: the tenant {value.problem(found.value, _text(found.value))}"
}

violation contains {"msg": msg, "field": _task.field} if {
	count(_named) > 0
	not is_string(_task.value)
	msg := $"the tenant of the task {value.problem(_task.value, "cannot be read")}"
}

_allowed("") if not input.parameters.requireLabel

# The task's tenant, or, if no tag names it, the first container's.
_allowed(tenant) if tenant == _tenant

# Where the task's own cannot be read the containers are only compared with one another.
_tenant := _task.value if {
	is_string(_task.value)
	_task.value != ""
} else := _named[0]

_task := label.of_definition(parameter.list("tenantKeys", ["Tenant", "tenant", "tenant-id"]))

_named := [tenant |
	some i, container in workload.containers
	tenant := label.of_container(container, i, _label_keys).value
	is_string(tenant)
	tenant != ""
]

_label_keys := parameter.list("labelKeys", ["Tenant", "tenant", "tenant-id"])

_text(tenant) := "is not named by a label" if {
	tenant == ""
} else := $"is {quote.of(tenant)}, and the task's is {_tenant}" if {
	_tenant
} else := "cannot be read"
