package policies.runtime["alert-coverage_test"]

import data.lib.alert_fixture_test as fixtures
import data.policies.runtime["alert-coverage"] as alert_coverage

unhealthy := {"source": "guardduty", "type": "GuardDuty Runtime Protection Unhealthy"}

test_flags_unhealthy if {
	alert_coverage.violation == {{
		"msg": "GuardDuty does not watch every task of the cluster main: AGENT_NOT_REPORTING",
		"field": "/type",
		"details": {"response": "flag"},
	}} with input as fixtures.with_members(object.union(unhealthy, {"tags": ["AGENT_NOT_REPORTING", 1]}))
	every task in [{}, null] {
		found := alert_coverage.violation with input as fixtures.with_members(object.union(unhealthy, {"tags": [], "task": task}))
		count(found) == 1
	}
}

test_allows_others if {
	count(alert_coverage.violation) == 0 with input as fixtures.severe
	healthy := {"source": "guardduty", "type": "GuardDuty Runtime Protection Healthy"}
	count(alert_coverage.violation) == 0 with input as fixtures.with_members(healthy)
	pretended := object.union(unhealthy, {"source": "falco"})
	count(alert_coverage.violation) == 0 with input as fixtures.with_members(pretended)
}
