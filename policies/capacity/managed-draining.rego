package policies.capacity["managed-draining"]

import data.lib.capacity
import data.lib.value

# METADATA
# title: Capacity providers drain instances before they end
# description: With managed draining ECS moves the tasks of an instance elsewhere before the Auto Scaling group ends it. It is on unless the call turns it off.
# entrypoint: true
# custom:
#   severity: low
#   kinds: [CapacityProvider]
#   remediation: Remove `managedDraining`, or set it to ENABLED.
#   references: []
violation contains {"msg": msg, "field": setting.field} if {
	not capacity.managed_instances
	setting := capacity.setting("autoScalingGroupProvider", "managedDraining", "ENABLED")
	not _allowed(setting.value)
	msg := $"managed draining {value.problem(setting.value, "is off")}"
}

violation contains {"outcome": "notApplicable", "msg": "Managed Instances have no Auto Scaling group"} if {
	capacity.managed_instances
}

_allowed(found) if found == "ENABLED"
