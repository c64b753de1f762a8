package policies.fargate.accelerators_test

import data.lib.fixture_test as fixture
import data.lib.target_fixture_test as on
import data.policies.fargate.accelerators

gpu := [{"type": "GPU", "value": "1"}]

overriding(overrides) := on.launching(fixture.compliant, {"overrides": overrides})

test_allows_none if {
	count(accelerators.violation) == 0 with input as fixture.compliant
	count(accelerators.violation) == 0 with input as fixture.with_container("resourceRequirements", [])
	count(accelerators.violation) == 0 with input as overriding({"inferenceAcceleratorOverrides": []})
	count(accelerators.violation) == 0 with input as overriding({})
}

test_refuses_a_gpu if {
	accelerators.violation == {{
		"msg": "container web: resourceRequirements are set, which Fargate does not allow",
		"field": "/containerDefinitions/0/resourceRequirements",
	}} with input as fixture.with_container("resourceRequirements", gpu)
}

test_refuses_inference_accelerators if {
	accelerators.violation == {{
		"msg": "inferenceAccelerators are set, which Fargate does not allow",
		"field": "/inferenceAccelerators",
	}} with input as fixture.with_member("/inferenceAccelerators", [{"deviceName": "a", "deviceType": "eia2.medium"}])
}

test_refuses_overrides if {
	accelerators.violation == {{
		"msg": "inferenceAcceleratorOverrides are set, which Fargate does not allow",
		"field": "/overrides/inferenceAcceleratorOverrides",
	}} with input as overriding({"inferenceAcceleratorOverrides": [{"deviceName": "a", "deviceType": "eia2.large"}]})
}

test_overrides_are_run_tasks_alone if {
	service := fixture.launching("Service", "CREATE", {"overrides": {"inferenceAcceleratorOverrides": gpu}})
	count(accelerators.violation) == 0 with input as service
}

test_refuses_when_run if {
	found := accelerators.violation with input as fixture.running(fixture.with_container("resourceRequirements", gpu))
	fixture.fields(found) == {"/context/taskDefinition/containerDefinitions/0/resourceRequirements"}
}

test_refuses_wrong_types if {
	every wrong in [null, {}, 1, "GPU"] {
		count(accelerators.violation) == 1 with input as fixture.with_container("resourceRequirements", wrong)
		count(accelerators.violation) == 1 with input as fixture.with_member("/inferenceAccelerators", wrong)
		count(accelerators.violation) == 1 with input as overriding({"inferenceAcceleratorOverrides": wrong})
	}
}

test_unknown if {
	every case in array.concat(fixture.unknown_container("resourceRequirements"), fixture.unknown(["/inferenceAccelerators"])) {
		found := accelerators.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
	every case in fixture.unknown_object(overriding({}), ["/overrides", "/overrides/inferenceAcceleratorOverrides"]) {
		found := accelerators.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
}
