package policies.daemon["drain-percent"]

import data.lib.call
import data.lib.parameter
import data.lib.value

# METADATA
# title: Daemon deployments drain few instances at a time
# description: A new revision of a daemon drains the instances it goes to. Draining all of them at once stops every task of the capacity provider. What an update does not mention stays as it is, and is not judged again.
# entrypoint: true
# custom:
#   severity: medium
#   kinds: [Daemon]
#   remediation: Set `deploymentConfiguration.drainPercent` to at most `maxDrainPercent`.
#   references: []
#   parameters:
#     maxDrainPercent:
#       description: The largest share of instances that may be drained at once, in percent.
#       default: 25
violation contains {"msg": msg, "field": "/deploymentConfiguration/drainPercent"} if {
	found := value.get(call.given("deploymentConfiguration", {}), "drainPercent", "")
	not _allowed(found)
	msg := $"drainPercent {value.problem(found, _problem(found))}"
}

_allowed(found) if {
	is_number(found)
	found <= _limit
}

_limit := parameter.get("maxDrainPercent", 25)

_problem(found) := "is not set" if {
	found == ""
} else := $"is not at most {_limit}"
