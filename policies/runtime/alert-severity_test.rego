package policies.runtime["alert-severity_test"]

import data.lib.alert_fixture_test as fixtures
import data.lib.fixture_test as fixture
import data.policies.runtime["alert-severity"] as alert_severity

with_rank(source, rank) := fixtures.with_members({"source": source, "severity": {"label": "Something", "rank": rank}})

test_denies_severe if {
	alert_severity.violation == {{
		"msg": "falco raises Drop and execute new binary in container, Critical, in container app",
		"field": "/severity",
		"details": {"response": "stop"},
	}} with input as fixtures.severe
	every source in ["falco", "guardduty", "https://agent.example.com"] {
		count(alert_severity.violation) == 1 with input as with_rank(source, 7)
		count(alert_severity.violation) == 1 with input as with_rank(source, 6)
		count(alert_severity.violation) == 0 with input as with_rank(source, 5)
	}
}

test_minimum_rank if {
	parameters := {"minimumRank": {"falco": 4, "other": 8}}
	count(alert_severity.violation) == 1 with input as fixture.with_parameters(with_rank("falco", 4), parameters)
	count(alert_severity.violation) == 0 with input as fixture.with_parameters(with_rank("falco", 3), parameters)
	count(alert_severity.violation) == 0 with input as fixture.with_parameters(with_rank("guardduty", 7), parameters)
	count(alert_severity.violation) == 1 with input as fixture.with_parameters(with_rank("guardduty", 6), {"minimumRank": {}})
}

test_flags_what_has_no_severity if {
	every severity in [{"label": "spicy", "rank": null}, {}, null, "x"] {
		found := alert_severity.violation with input as fixtures.with_members({"severity": severity})
		count(found) == 1
		fixtures.responses(found) == {"flag"}
	}
}

test_flags_what_an_outsider_provokes if {
	found := alert_severity.violation with input as fixtures.with_members({"type": "Recon:EC2/Portscan"})
	fixtures.responses(found) == {"flag"}
}

test_leaves_out_what_is_ignored if {
	count(alert_severity.violation) == 0 with input as fixture.with_parameters(fixtures.severe, {"ignoreTypes": ["Drop*"]})
	unknown := fixtures.with_members({"severity": {}})
	count(alert_severity.violation) == 0 with input as fixture.with_parameters(unknown, {"ignoreContainers": ["app"]})
}

test_response if {
	found := alert_severity.violation with input as fixture.with_parameters(fixtures.severe, {"response": "quarantine"})
	fixtures.responses(found) == {"quarantine"}
}
