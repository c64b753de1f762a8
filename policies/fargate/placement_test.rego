package policies.fargate.placement_test

import data.lib.fixture_test as fixture
import data.lib.target_fixture_test as on
import data.policies.fargate.placement

run(members) := on.launching(fixture.compliant, object.union({"launchType": "FARGATE"}, members))

test_allows_none if {
	count(placement.violation) == 0 with input as run({})
	count(placement.violation) == 0 with input as run({"placementConstraints": [], "placementStrategy": []})
}

test_refuses_constraints_and_strategies if {
	placement.violation == {{
		"msg": "placementConstraints is set, which Fargate does not allow",
		"field": "/placementConstraints",
	}} with input as run({"placementConstraints": [{"type": "distinctInstance"}]})
	placement.violation == {{
		"msg": "placementStrategy is set, which Fargate does not allow",
		"field": "/placementStrategy",
	}} with input as run({"placementStrategy": [{"type": "random"}]})
}

test_judges_what_a_service_keeps if {
	service := {"launchType": "FARGATE", "placementStrategy": [{"type": "random"}]}
	update := fixture.changed(fixture.launching("Service", "UPDATE", {}), [{"op": "add", "path": "/context/service", "value": service}])
	found := placement.violation with input as update
	fixture.fields(found) == {"/context/service/placementStrategy"}
}

test_refuses_wrong_types if {
	every wrong in [null, {}, "random"] {
		count(placement.violation) == 1 with input as run({"placementStrategy": wrong})
	}
}

test_not_applicable_elsewhere if {
	found := placement.violation with input as run({"launchType": "EC2", "placementStrategy": [{"type": "random"}]})
	on.not_applicable(found)
}

test_unknown if {
	every case in fixture.unknown_object(run({}), ["/placementConstraints", "/placementStrategy", "/launchType"]) {
		found := placement.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
}
