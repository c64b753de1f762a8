package policies.fargate["ephemeral-storage"]

import data.lib.fargate
import data.lib.quote
import data.lib.value
import data.lib.workload

# METADATA
# title: Ephemeral storage is as large as Fargate can make it
# description: Fargate gives 20 GiB unless `ephemeralStorage` asks for 21 to 200. Overrides of RunTask are judged as well. Not applicable where the task does not run on Fargate.
# entrypoint: true
# custom:
#   severity: low
#   kinds: [TaskDefinition, Task, Service, TaskSet]
#   remediation: Set `ephemeralStorage.sizeInGiB` to a whole number from 21 to 200, or remove it; keep more in EFS or EBS.
#   references: []
violation contains {"msg": msg, "field": workload.at("ephemeralStorage/sizeInGiB")} if {
	fargate.applies
	storage := value.get(workload.definition, "ephemeralStorage", _default)
	found := value.get(storage, "sizeInGiB", value.malformed)
	not _allowed(found)
	msg := $"ephemeralStorage {value.problem(found, $"of {quote.of(found)} GiB is not from 21 to 200 GiB")}"
}

violation contains found if some found in fargate.otherwise

_default := {"sizeInGiB": 21}

_allowed(found) if {
	found >= 21
	found <= 200
	floor(found) == found
}
