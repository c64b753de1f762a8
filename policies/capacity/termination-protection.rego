package policies.capacity["termination-protection"]

import data.lib.capacity
import data.lib.value

# METADATA
# title: Capacity providers protect instances with tasks from scale-in
# description: Without managed termination protection the Auto Scaling group ends instances on which tasks run. It works only together with managed scaling, and the group must protect new instances itself, which a request does not show.
# entrypoint: true
# custom:
#   severity: medium
#   kinds: [CapacityProvider]
#   remediation: Set `managedTerminationProtection` to ENABLED.
#   references: [securityhub/ECS.19, config/ecs-capacity-provider-termination-check]
violation contains {"msg": msg, "field": setting.field} if {
	not capacity.managed_instances
	setting := capacity.setting("autoScalingGroupProvider", "managedTerminationProtection", "DISABLED")
	not _allowed(setting.value)
	msg := $"managed termination protection {value.problem(setting.value, "is not enabled")}"
}

violation contains {"outcome": "notApplicable", "msg": "Managed Instances have no Auto Scaling group"} if {
	capacity.managed_instances
}

_allowed(found) if found == "ENABLED"
