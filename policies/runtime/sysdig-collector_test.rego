package policies.runtime["sysdig-collector_test"]

import data.lib.fixture_test as fixture
import data.policies.runtime["sysdig-collector"] as sysdig_collector

variables(names) := fixture.with_container("environment", [{"name": name, "value": "x"} | some name in names])

test_allows_a_collector if {
	count(sysdig_collector.violation) == 0 with input as variables(["SYSDIG_COLLECTOR"])
	count(sysdig_collector.violation) == 0 with input as variables(["SYSDIG_ORCHESTRATOR", "SYSDIG_COLLECTOR"])
	count(sysdig_collector.violation) == 0 with input as fixture.compliant
	count(sysdig_collector.violation) == 0 with input as fixture.without_container("environment")
}

test_refuses_an_orchestrator_alone if {
	sysdig_collector.violation == {{
		"msg": "container web: the variable SYSDIG_ORCHESTRATOR names a legacy orchestrator",
		"field": "/containerDefinitions/0/environment/1/name",
	}} with input as variables(["SYSDIG_SIDECAR", "SYSDIG_ORCHESTRATOR"])
}

test_refuses_when_run if {
	found := sysdig_collector.violation with input as fixture.running(variables(["SYSDIG_ORCHESTRATOR"]))
	fixture.fields(found) == {"/context/taskDefinition/containerDefinitions/0/environment/0/name"}
}

test_refuses_wrong_types if {
	every wrong in [null, 1, {}, []] {
		count(sysdig_collector.violation) == 1 with input as variables([wrong])
	}
	every wrong in [null, "x", {}, [null]] {
		count(sysdig_collector.violation) == 1 with input as fixture.with_container("environment", wrong)
	}
}

test_unknown if {
	every case in fixture.unknown_container("environment") {
		found := sysdig_collector.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
	found := sysdig_collector.violation with input as variables([fixture.marker])
	fixture.only_unknown(found, "/containerDefinitions/0/environment/0/name")
}
