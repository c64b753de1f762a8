package policies.capacity["managed-scaling"]

import data.lib.capacity
import data.lib.value

# METADATA
# title: Capacity providers scale their Auto Scaling group
# description: Without managed scaling tasks wait for instances that nobody starts, and managed termination protection does nothing.
# entrypoint: true
# custom:
#   severity: low
#   kinds: [CapacityProvider]
#   remediation: Set `managedScaling.status` to ENABLED.
#   references: []
violation contains {"msg": msg, "field": $"{setting.field}/status"} if {
	not capacity.managed_instances
	setting := capacity.setting("autoScalingGroupProvider", "managedScaling", {})
	found := value.get(setting.value, "status", "DISABLED")
	not _allowed(found)
	msg := $"managed scaling {value.problem(found, "is not enabled")}"
}

violation contains {"outcome": "notApplicable", "msg": "Managed Instances have no Auto Scaling group"} if {
	capacity.managed_instances
}

_allowed(found) if found == "ENABLED"
