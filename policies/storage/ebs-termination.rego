package policies.storage["ebs-termination"]

import data.lib.storage
import data.lib.value

# METADATA
# title: EBS volumes of tasks are deleted with them
# description: A volume that outlives its task keeps its data, and its price, in the account with nobody to look after it. Volumes of services always go with their task.
# entrypoint: true
# custom:
#   severity: low
#   kinds: [Task]
#   remediation: Remove `terminationPolicy`, or set `deleteOnTermination` to true; keep data in snapshots.
#   references: []
violation contains {"msg": msg, "field": $"{volume.at}/terminationPolicy/deleteOnTermination"} if {
	some volume in storage.ebs
	found := value.get(value.get(volume.found, "terminationPolicy", {}), "deleteOnTermination", true)
	not _allowed(found)
	msg := $"the EBS volume {volume.name} {value.problem(found, "outlives its task")}"
}

_allowed(found) if found == true
