package policies.capacity["auto-repair"]

import data.lib.capacity
import data.lib.value

# METADATA
# title: Managed Instances are replaced when they are impaired
# description: Without auto repair an instance that has stopped answering keeps its tasks, and ECS goes on placing new ones there.
# entrypoint: true
# custom:
#   severity: low
#   kinds: [CapacityProvider]
#   remediation: Set `autoRepairConfiguration.actionsStatus` to ENABLED.
#   references: []
violation contains {"msg": msg, "field": $"{repair.field}/actionsStatus"} if {
	not capacity.auto_scaling_group
	repair := capacity.setting("managedInstancesProvider", "autoRepairConfiguration", {})
	found := value.get(repair.value, "actionsStatus", "DISABLED")
	not _allowed(found)
	msg := $"the repair of Managed Instances {value.problem(found, "is not enabled")}"
}

violation contains {"outcome": "notApplicable", "msg": "the capacity provider has no Managed Instances"} if {
	capacity.auto_scaling_group
}

_allowed(found) if found == "ENABLED"
