# How well the target keeps a task apart from others, on a ladder: 0 a kernel shared with whatever else runs there (EC2, EXTERNAL,
# Managed Instances), 1 an instance or cluster of one tenant, 2 a virtual machine of its own (Fargate, ISOLATED_SANDBOX), 3 one that
# its host cannot look into (CONFIDENTIAL_SANDBOX). Where more than one is possible it is the lowest.
package lib.isolation

import data.lib.parameter
import data.lib.target
import data.lib.value
import data.lib.workload

# {"value", "because", "field"} of the target of a call. The value is a level, "" when nothing says, or what cannot be judged.
level := {"value": 2, "because": "Fargate", "field": target.launch_type.field} if {
	target.launch_type.value == "FARGATE"
} else := _sandbox if {
	_managed
	target.isolation_mode.value != "SHARED"
} else := {"value": 1, "because": "instances of one tenant", "field": target.launch_type.field} if {
	target.launch_type.value in _instances
	_single_tenant
} else := _unclear_tenancy[0] if {
	target.launch_type.value in _instances
	count(_unclear_tenancy) > 0
} else := {"value": 0, "because": "instances that tasks share", "field": target.launch_type.field} if {
	target.launch_type.value in _instances
} else := {"value": target.launch_type.value, "because": "", "field": target.launch_type.field}

# {"value", "field"}: the most that a task definition can get, by what it was registered for. Undefined where it does not say.
most := unclear[0] if {
	unclear := [{"value": found, "field": $"{_registered}/{i}"} | some i, found in _required; not is_string(found)]
} else := {"value": target.isolation_mode.value, "field": target.isolation_mode.field} if {
	"MANAGED_INSTANCES" in _required
	not target.isolation_mode.value in {"SHARED", "ISOLATED_SANDBOX", "CONFIDENTIAL_SANDBOX"}
} else := {"value": max(reaches), "field": _registered} if {
	reaches := [_reach(type) | some type in _required]
}

_registered := workload.at("requiresCompatibilities")

_required := value.list(workload.definition, "requiresCompatibilities")

_reach("FARGATE") := 2

_reach("EC2") := 1

_reach("EXTERNAL") := 1

_reach("MANAGED_INSTANCES") := 1 if target.isolation_mode.value == "SHARED"

_reach("MANAGED_INSTANCES") := _sandbox.value if target.isolation_mode.value != "SHARED"

_instances := {"EC2", "EXTERNAL", "MANAGED_INSTANCES", "CAPACITY_PROVIDER"}

# Sandboxes are Managed Instances' alone. A capacity provider of one's own is these if nothing else can run the task definition.
_managed if target.launch_type.value == "MANAGED_INSTANCES"

_managed if {
	target.launch_type.value == "CAPACITY_PROVIDER"
	workload.definition.requiresCompatibilities == ["MANAGED_INSTANCES"]
}

_sandbox := {"value": 2, "because": "ISOLATED_SANDBOX", "field": target.isolation_mode.field} if {
	target.isolation_mode.value == "ISOLATED_SANDBOX"
} else := {"value": 3, "because": "CONFIDENTIAL_SANDBOX", "field": target.isolation_mode.field} if {
	target.isolation_mode.value == "CONFIDENTIAL_SANDBOX"
} else := {"value": target.isolation_mode.value, "because": "", "field": target.isolation_mode.field}

_single_tenant if {
	some wanted in parameter.list("singleTenantTags", ["Tenancy=single"])
	some tag in value.list(object.get(input.request, ["context", "cluster"], {}), "tags")
	$"{tag.key}={tag.value}" == wanted
}

_single_tenant if {
	some wanted in parameter.list("singleTenantExpressions", [])
	some constraint in input.request.object.placementConstraints
	constraint.type == "memberOf"
	constraint.expression == wanted
}

_single_tenant if {
	some wanted in parameter.list("singleTenantExpressions", [])
	some constraint in workload.definition.placementConstraints
	constraint.type == "memberOf"
	constraint.expression == wanted
}

# What may say that the instances have one tenant, for all that is known: the cluster's tags, and placement constraints.
_unclear_tenancy := array.concat(_unclear_tags, _unclear_placement)

_unclear_tags := [unclear |
	some i, tag in value.list(object.get(input.request, ["context", "cluster"], {}), "tags")
	key := value.get(tag, "key", "")
	some member, found in {"key": key, "value": value.get(tag, "value", "")}
	value.unknown(found)
	some wanted in parameter.list("singleTenantTags", ["Tenancy=single"])
	_may_be(key, wanted)
	unclear := {"value": found, "because": "", "field": $"/context/cluster/tags/{i}/{member}"}
]

_may_be(key, _) if value.unknown(key)

_may_be(key, wanted) if startswith(wanted, $"{key}=")

_unclear_placement := [unclear |
	count(parameter.list("singleTenantExpressions", [])) > 0
	some placed in [
		{"list": value.list(input.request.object, "placementConstraints"), "field": "/placementConstraints"},
		{"list": value.list(workload.definition, "placementConstraints"), "field": workload.at("placementConstraints")},
	]
	some i, constraint in placed.list
	some member in ["type", "expression"]
	found := value.get(constraint, member, "")
	value.unknown(found)
	unclear := {"value": found, "because": "", "field": $"{placed.field}/{i}/{member}"}
]
