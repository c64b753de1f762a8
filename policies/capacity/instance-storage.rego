package policies.capacity["instance-storage"]

import data.lib.capacity
import data.lib.parameter
import data.lib.quote
import data.lib.value

# METADATA
# title: Managed Instances have disks of an allowed size
# description: The data volume holds the images and files of every task on the instance. Each instance that is started is billed for all of it; without a size it is 80 GiB.
# entrypoint: true
# custom:
#   severity: low
#   kinds: [CapacityProvider]
#   remediation: Lower `storageConfiguration.storageSizeGiB`, or raise `maxGiB`.
#   references: []
#   parameters:
#     maxGiB: {description: "Largest size, in GiB.", default: 200, schema: {type: number, minimum: 30}}
violation contains {"msg": msg, "field": $"{storage.field}/storageSizeGiB"} if {
	not capacity.auto_scaling_group
	storage := capacity.template("storageConfiguration", {})
	found := value.get(storage.value, "storageSizeGiB", 80)
	not _allowed(found)
	msg := $"Managed Instances {value.problem(found, $"have disks of {quote.of(found)} GiB")}"
}

violation contains {"outcome": "notApplicable", "msg": "the capacity provider has no Managed Instances"} if {
	capacity.auto_scaling_group
}

_allowed(found) if {
	most := parameter.get("maxGiB", 200)
	is_number(most)
	is_number(found)
	found <= most
}
