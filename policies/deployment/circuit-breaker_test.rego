package policies.deployment["circuit-breaker_test"]

import data.lib.fixture_test as fixture
import data.policies.deployment["circuit-breaker"] as circuit_breaker

with_breaker(breaker) := fixture.launching("Service", "CREATE", {"deploymentConfiguration": {"deploymentCircuitBreaker": breaker}})

field := "/deploymentConfiguration/deploymentCircuitBreaker"

test_allows_rollback if {
	count(circuit_breaker.violation) == 0 with input as with_breaker({"enable": true, "rollback": true})
}

test_refuses_none if {
	found := circuit_breaker.violation with input as fixture.launching("Service", "CREATE", {})
	found == {{"msg": "the circuit breaker is off", "field": $"{field}/enable"}}
	every breaker in [{}, {"enable": false, "rollback": true}] {
		count(circuit_breaker.violation) == 1 with input as with_breaker(breaker)
	}
}

test_refuses_no_rollback if {
	every breaker in [{"enable": true}, {"enable": true, "rollback": false}] {
		found := circuit_breaker.violation with input as with_breaker(breaker)
		found == {{"msg": "the circuit breaker does not roll back", "field": $"{field}/rollback"}}
	}
}

test_refuses_what_an_update_leaves if {
	call := fixture.launching("Service", "UPDATE", {"desiredCount": 2})
	found := circuit_breaker.violation with input as fixture.changed(call, [{"op": "add", "path": "/context/service", "value": {}}])
	fixture.fields(found) == {$"/context/service{field}/enable"}
}

test_not_applicable_to_other_controllers if {
	every controller in ["CODE_DEPLOY", "EXTERNAL"] {
		found := circuit_breaker.violation with input as fixture.launching("Service", "CREATE", {"deploymentController": {"type": controller}})
		{violation.outcome | some violation in found} == {"notApplicable"}
		count(found) == 1
	}
}

test_refuses_wrong_types if {
	every wrong in ["true", 1, null, [], {}] {
		count(circuit_breaker.violation) == 1 with input as with_breaker({"enable": wrong, "rollback": true})
		count(circuit_breaker.violation) == 1 with input as with_breaker({"enable": true, "rollback": wrong})
		count(circuit_breaker.violation) == 1 with input as with_breaker(wrong)
	}
}

test_unknown if {
	call := with_breaker({"enable": true, "rollback": true})
	every case in fixture.unknown_object(call, ["", "/deploymentConfiguration", field, $"{field}/enable", $"{field}/rollback"]) {
		found := circuit_breaker.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
}

test_unknown_controller if {
	every pointer in ["/deploymentController", "/deploymentController/type"] {
		call := fixture.launching("Service", "CREATE", {"deploymentController": {"type": "ECS"}})
		found := circuit_breaker.violation with input as fixture.changed(call, [{"op": "add", "path": $"/object{pointer}", "value": fixture.marker}])
		fixture.only_unknown(found, pointer)
	}
}
