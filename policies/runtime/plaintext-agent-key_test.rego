package policies.runtime["plaintext-agent-key_test"]

import data.lib.fixture_test as fixture
import data.policies.runtime["plaintext-agent-key"] as plaintext_agent_key

variable(name) := fixture.with_container("environment", [{"name": name, "value": "x"}])

test_allows_other_variables if {
	count(plaintext_agent_key.violation) == 0 with input as fixture.compliant
	count(plaintext_agent_key.violation) == 0 with input as variable("SYSDIG_COLLECTOR")
	count(plaintext_agent_key.violation) == 0 with input as fixture.without_container("environment")
}

test_allows_secrets if {
	document := fixture.with_container("secrets", [{"name": "SYSDIG_ACCESS_KEY", "valueFrom": "arn"}])
	count(plaintext_agent_key.violation) == 0 with input as document
}

test_refuses_keys if {
	plaintext_agent_key.violation == {{
		"msg": "container web: the variable SYSDIG_ACCESS_KEY holds an agent's key in plain sight",
		"field": "/containerDefinitions/0/environment/0/name",
	}} with input as variable("SYSDIG_ACCESS_KEY")
	every name in ["DD_API_KEY", "INSTALL_BUNDLE", "AQUA_TOKEN"] {
		count(plaintext_agent_key.violation) == 1 with input as variable(name)
	}
}

test_refuses_when_run if {
	found := plaintext_agent_key.violation with input as fixture.running(variable("AQUA_TOKEN"))
	fixture.fields(found) == {"/context/taskDefinition/containerDefinitions/0/environment/0/name"}
}

test_refuses_wrong_types if {
	every wrong in [null, 1, {}, []] {
		count(plaintext_agent_key.violation) == 1 with input as variable(wrong)
	}
	every wrong in [null, "A=b", {}, [null], [{}]] {
		count(plaintext_agent_key.violation) == 1 with input as fixture.with_container("environment", wrong)
	}
}

test_keys if {
	parameters := {"keys": ["OWN_KEY"]}
	count(plaintext_agent_key.violation) == 1 with input as fixture.with_parameters(variable("OWN_KEY"), parameters)
	count(plaintext_agent_key.violation) == 0 with input as fixture.with_parameters(variable("DD_API_KEY"), parameters)
}

test_ignored_containers if {
	document := fixture.with_parameters(variable("DD_API_KEY"), {"ignoreContainers": ["web"]})
	count(plaintext_agent_key.violation) == 0 with input as document
}

test_unknown if {
	every case in fixture.unknown_container("environment") {
		found := plaintext_agent_key.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
	found := plaintext_agent_key.violation with input as variable(fixture.marker)
	fixture.only_unknown(found, "/containerDefinitions/0/environment/0/name")
}
