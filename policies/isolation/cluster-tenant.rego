package policies.isolation["cluster-tenant"]

import data.lib.label
import data.lib.parameter
import data.lib.quote
import data.lib.value

# METADATA
# title: Tasks run on a cluster of their own tenant
# description: A cluster that a tag gives to one tenant takes no other tenant's tasks, and none that names no tenant. A cluster without the tag is for everybody, unless `requireTenant` says otherwise. The tags of the cluster have to be known.
# entrypoint: true
# custom:
#   severity: high
#   kinds: [Task, Service, TaskSet]
#   remediation: Run the task on its tenant's cluster, or correct the tag of the task definition.
#   references: []
#   parameters:
#     tenantKeys: {description: Tags that name the tenant., default: [Tenant, tenant, tenant-id]}
#     requireTenant: {description: Ask every cluster for a tenant., default: false}
violation contains {"msg": msg, "field": found.field} if {
	found := _first_unclear([_cluster, _task])
	not _allowed
	msg := $"the tenant {value.problem(found.value, _text)}"
}

_allowed if {
	_cluster.value == ""
	not input.parameters.requireTenant
}

_allowed if {
	trim_space(_cluster.value) != ""
	_cluster.value == _task.value
}

_cluster := label.of_cluster(_keys) if {
	input.request.context.cluster
} else := {"value": 0, "field": "/cluster"}

_task := found if {
	found := label.of_definition(_keys)
	found.value != ""
} else := label.of_call(_keys)

_keys := parameter.list("tenantKeys", ["Tenant", "tenant", "tenant-id"])

_text := "of the cluster is not known" if {
	_cluster.value == 0
} else := "of the cluster is named by no tag" if {
	_cluster.value == ""
} else := $"of the task is named by no tag, and the cluster is {quote.of(_cluster.value)}'s" if {
	_task.value == ""
} else := $"of the task is {quote.of(_task.value)}, and the cluster is {quote.of(_cluster.value)}'s"

_first_unclear(list) := unclear[0] if {
	unclear := [found | some found in list; not is_string(found.value)]
} else := _where

_where := _cluster if {
	_cluster.value == ""
} else := _task
