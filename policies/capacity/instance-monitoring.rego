package policies.capacity["instance-monitoring"]

import data.lib.capacity
import data.lib.value

# METADATA
# title: Managed Instances are monitored in detail
# description: Detailed monitoring tells the load of an instance every minute instead of every five, so that a miner or a runaway is seen in time. It costs extra.
# entrypoint: true
# custom:
#   severity: low
#   kinds: [CapacityProvider]
#   remediation: Set `instanceLaunchTemplate.monitoring` to DETAILED.
#   references: []
violation contains {"msg": msg, "field": setting.field} if {
	not capacity.auto_scaling_group
	setting := capacity.template("monitoring", "BASIC")
	not _allowed(setting.value)
	msg := $"the monitoring of Managed Instances {value.problem(setting.value, "is not DETAILED")}"
}

violation contains {"outcome": "notApplicable", "msg": "the capacity provider has no Managed Instances"} if {
	capacity.auto_scaling_group
}

_allowed(found) if found == "DETAILED"
