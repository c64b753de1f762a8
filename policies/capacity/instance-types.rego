package policies.capacity["instance-types"]

import data.lib.capacity
import data.lib.parameter
import data.lib.pattern
import data.lib.quote
import data.lib.value

# METADATA
# title: Managed Instances are of allowed types
# description: Without a list of types AWS may start any instance that is large enough, bare metal, GPU machines and older generations included. The list keeps cost and what the tasks share in bounds.
# entrypoint: true
# custom:
#   severity: low
#   kinds: [CapacityProvider]
#   remediation: Set `instanceRequirements.allowedInstanceTypes` to allowed types.
#   references: []
#   parameters:
#     allowedInstanceTypes: {description: Types that may be started; `*` stands for anything., default: ["c7*", "c8*", "m7*", "m8*", "r7*", "r8*"]}
violation contains {"msg": msg, "field": $"{_requirements.field}/allowedInstanceTypes/{j}"} if {
	not capacity.auto_scaling_group
	some j, found in _given
	not _allowed(found)
	msg := $"Managed Instances {value.problem(found, $"may be of the type {quote.of(found)}")}"
}

violation contains {"msg": "Managed Instances may be of any type", "field": $"{_requirements.field}/allowedInstanceTypes"} if {
	not capacity.auto_scaling_group
	_given == []
}

violation contains {"outcome": "notApplicable", "msg": "the capacity provider has no Managed Instances"} if {
	capacity.auto_scaling_group
}

_requirements := capacity.template("instanceRequirements", {})

_given := value.list(_requirements.value, "allowedInstanceTypes")

# A pattern in the request is allowed only where it is narrower than one of ours: `m7*` as `m7*` or `m7g*`.
_allowed(found) if pattern.like(found, parameter.list("allowedInstanceTypes", _current))

_current := ["c7*", "c8*", "m7*", "m8*", "r7*", "r8*"]
