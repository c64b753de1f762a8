package policies.deployment.compatibility_test

import data.lib.fixture_test as fixture
import data.policies.deployment.compatibility

requiring(launch_types, call) := fixture.changed(fixture.launching("Task", "CREATE", call), [{
	"op": "add",
	"path": "/context/taskDefinition/requiresCompatibilities",
	"value": launch_types,
}])

field := "/context/taskDefinition/requiresCompatibilities"

test_allows_what_fits if {
	every launch_type in ["FARGATE", "EXTERNAL", "MANAGED_INSTANCES", "EC2"] {
		count(compatibility.violation) == 0 with input as requiring(["EC2", launch_type], {"launchType": launch_type})
	}
	count(compatibility.violation) == 0 with input as requiring(["FARGATE"], {"launchType": "EC2"})
}

test_allows_any_on_instances if {
	every call in [{}, {"launchType": "EC2"}, {"capacityProviderStrategy": [{"capacityProvider": "own"}]}] {
		count(compatibility.violation) == 0 with input as fixture.launching("Service", "CREATE", call)
	}
}

test_refuses_what_does_not_fit if {
	found := compatibility.violation with input as requiring(["EC2"], {"launchType": "FARGATE"})
	found == {{"msg": "the launch type FARGATE is not in requiresCompatibilities", "field": field}}
	every launch_type in ["FARGATE", "EXTERNAL", "MANAGED_INSTANCES"] {
		count(compatibility.violation) == 1 with input as fixture.launching("TaskSet", "CREATE", {"launchType": launch_type})
	}
	spot := {"capacityProviderStrategy": [{"capacityProvider": "FARGATE_SPOT"}]}
	count(compatibility.violation) == 1 with input as requiring([], spot)
}

test_refuses_a_missing_task_definition if {
	document := json.remove(requiring([], {"launchType": "FARGATE"}), ["/request/context/taskDefinition"])
	found := compatibility.violation with input as document
	{violation.msg | some violation in found} == {"the launch type cannot be read"}
}

test_allows_a_service_whose_task_sets_have_it if {
	document := fixture.asking("Service", "CREATE", {"launchType": "FARGATE", "deploymentController": {"type": "EXTERNAL"}})
	count(compatibility.violation) == 0 with input as document
}

test_refuses_wrong_types if {
	every wrong in ["FARGATE", [null], null, {}] {
		found := compatibility.violation with input as requiring(wrong, {"launchType": "FARGATE"})
		fixture.fields(found) == {$"{field}/0"}
	}
	count(compatibility.violation) == 1 with input as requiring(["fargate"], {"launchType": "FARGATE"})
	found := compatibility.violation with input as requiring([null], {"launchType": null})
	fixture.fields(found) == {"/launchType"}
}

test_unknown if {
	every case in fixture.unknown_object(requiring(["EC2"], {}), ["", "/launchType", "/capacityProviderStrategy"]) {
		found := compatibility.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
	all := compatibility.violation with input as requiring(fixture.marker, {"launchType": "FARGATE"})
	fixture.only_unknown(all, field)
	one := compatibility.violation with input as requiring(["EC2", fixture.marker], {"launchType": "FARGATE"})
	fixture.only_unknown(one, $"{field}/1")
}
