package policies.deployment["circuit-breaker"]

import data.lib.decisive
import data.lib.deployment
import data.lib.value

# METADATA
# title: Deployments that fail are rolled back
# description: Without the circuit breaker ECS starts tasks that cannot start for ever, and a bad deployment stays where it is until somebody looks. AWS documents it for rolling updates and blue/green deployments.
# entrypoint: true
# custom:
#   severity: medium
#   kinds: [Service]
#   remediation: Set `enable` and `rollback` of `deploymentConfiguration.deploymentCircuitBreaker` to true.
#   references:
#     - kics/79d745f0-d5f3-46db-9504-bef73e9fd528
#     - kics/f5c45127-1d28-4b49-a692-0b97da1c3a84
violation contains {"msg": msg, "field": fact.at} if {
	not deployment.elsewhere
	setting := deployment.setting("deploymentCircuitBreaker", {})
	[member, found, text] := _flaw(setting.value)
	fact := decisive.fact([{"found": found, "at": $"{setting.field}/{member}"}, deployment.controller])
	msg := $"the circuit breaker {value.problem(fact.found, text)}"
}

violation contains {"outcome": "notApplicable", "msg": deployment.elsewhere}

_flaw(breaker) := ["enable", found, "is off"] if {
	found := value.get(breaker, "enable", false)
	found != true
} else := ["rollback", found, "does not roll back"] if {
	found := value.get(breaker, "rollback", false)
	found != true
}
