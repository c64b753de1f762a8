package policies.runtime["alert-types_test"]

import data.lib.alert_fixture_test as fixtures
import data.lib.fixture_test as fixture
import data.policies.runtime["alert-types"] as alert_types

test_denies_listed if {
	alert_types.violation == {{
		"msg": "falco raises Drop and execute new binary in container, Critical, in container app",
		"field": "/type",
		"details": {"response": "stop"},
	}} with input as fixtures.severe
	every type in ["CryptoCurrency:Runtime/BitcoinTool.B!DNS", "Backdoor:Runtime/C&CActivity.B", "AttackSequence:ECS/CompromisedCluster"] {
		count(alert_types.violation) == 1 with input as fixtures.with_members({"type": type})
	}
}

test_allows_others if {
	every type in ["Terminal shell in container", "Discovery:Runtime/SuspiciousCommand", "CryptoCurrency:EC2/BitcoinTool.B", ""] {
		count(alert_types.violation) == 0 with input as fixtures.with_members({"type": type})
	}
}

test_types if {
	shell := fixtures.with_members({"type": "Terminal shell in container"})
	count(alert_types.violation) == 1 with input as fixture.with_parameters(shell, {"types": ["Terminal*"]})
	count(alert_types.violation) == 0 with input as fixture.with_parameters(fixtures.severe, {"types": ["Terminal*"]})
}

test_flags_what_an_outsider_provokes if {
	scan := fixtures.with_members({"type": "Recon:EC2/Portscan"})
	found := alert_types.violation with input as fixture.with_parameters(scan, {"types": ["*"]})
	fixtures.responses(found) == {"flag"}
}

test_ignores if {
	count(alert_types.violation) == 0 with input as fixture.with_parameters(fixtures.severe, {"ignoreContainers": ["app"]})
}
