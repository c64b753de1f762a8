package policies.capacity["instance-fips"]

import data.lib.capacity
import data.lib.value

# METADATA
# title: Managed Instances use FIPS 140 validated cryptography
# description: Where FIPS is demanded the instances must be started with it. In GovCloud it is on by default; elsewhere the call has to ask for it.
# entrypoint: true
# custom:
#   severity: low
#   kinds: [CapacityProvider]
#   remediation: Set `instanceLaunchTemplate.fipsEnabled` to true.
#   references: []
violation contains {"msg": msg, "field": setting.field} if {
	not capacity.auto_scaling_group
	setting := capacity.template("fipsEnabled", false)
	not _allowed(setting.value)
	msg := $"FIPS on Managed Instances {value.problem(setting.value, "is not enabled")}"
}

violation contains {"outcome": "notApplicable", "msg": "the capacity provider has no Managed Instances"} if {
	capacity.auto_scaling_group
}

_allowed(found) if found == true
