package policies.runtime["alert-coverage"]

import data.lib.alert
import data.lib.quote
import data.lib.value

# METADATA
# title: GuardDuty watches every task of the cluster
# description: >-
#   GuardDuty tells when its agent is missing from some of a cluster's tasks; they run all the same. Its word that they are watched again closes the finding. Nothing is stopped for it.
# entrypoint: true
# custom:
#   severity: medium
#   kinds: [RuntimeAlert]
#   remediation: Look at the cluster's coverage in GuardDuty. Often the task execution role cannot pull the agent's image, or the subnets have no way to ECR.
#   references: []
violation contains {"msg": msg, "field": "/type", "details": {"response": "flag"}} if {
	alert.source == "guardduty"
	alert.type == "GuardDuty Runtime Protection Unhealthy"
	cluster := value.get(value.get(input.request.object, "task", {}), "cluster", "unknown")
	msg := $"GuardDuty does not watch every task of the cluster {quote.of(cluster)}{_why}"
}

_why := $": {concat(", ", issues)}" if {
	issues := [issue | some issue in value.list(input.request.object, "tags"); is_string(issue)]
	count(issues) > 0
} else := ""
