package policies.deployment.controller_test

import data.lib.fixture_test as fixture
import data.policies.deployment.controller

deployed_by(type) := fixture.launching("Service", "CREATE", {"deploymentController": {"type": type}})

test_allows_ecs if {
	count(controller.violation) == 0 with input as deployed_by("ECS")
	count(controller.violation) == 0 with input as fixture.launching("Service", "CREATE", {})
	count(controller.violation) == 0 with input as fixture.launching("Service", "CREATE", {"deploymentController": {}})
}

test_refuses_others if {
	every type in ["CODE_DEPLOY", "EXTERNAL", "ecs"] {
		found := controller.violation with input as deployed_by(type)
		found == {{"msg": $"the deployment controller is {type}", "field": "/deploymentController/type"}}
	}
	count(controller.violation) == 1 with input as deployed_by("")
}

test_allowed_controllers if {
	parameters := {"allowedControllers": ["ECS", "CODE_DEPLOY"]}
	count(controller.violation) == 0 with input as fixture.with_parameters(deployed_by("CODE_DEPLOY"), parameters)
	count(controller.violation) == 1 with input as fixture.with_parameters(deployed_by("EXTERNAL"), parameters)
}

test_refuses_what_an_update_leaves if {
	standing := {"op": "add", "path": "/context/service", "value": {"deploymentController": {"type": "EXTERNAL"}}}
	found := controller.violation with input as fixture.changed(fixture.launching("Service", "UPDATE", {}), [standing])
	fixture.fields(found) == {"/context/service/deploymentController/type"}
	count(controller.violation) == 1 with input as fixture.launching("Service", "UPDATE", {})
}

test_refuses_wrong_types if {
	every wrong in [null, 1, ["ECS"], {}] {
		count(controller.violation) == 1 with input as deployed_by(wrong)
	}
	every wrong in [null, "ECS"] {
		count(controller.violation) == 1 with input as fixture.launching("Service", "CREATE", {"deploymentController": wrong})
	}
}

test_unknown if {
	every case in fixture.unknown_object(deployed_by("ECS"), ["", "/deploymentController", "/deploymentController/type"]) {
		found := controller.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
}
