package policies.deployment.scheduling_test

import data.lib.fixture_test as fixture
import data.policies.deployment.scheduling

daemon(more) := fixture.launching("Service", "CREATE", object.union({"schedulingStrategy": "DAEMON"}, more))

test_allows_daemons_on_instances if {
	every more in [{"launchType": "EC2"}, {"launchType": "EXTERNAL"}, {}, {"capacityProviderStrategy": [{"capacityProvider": "own"}]}] {
		count(scheduling.violation) == 0 with input as daemon(more)
	}
}

test_allows_replicas_anywhere if {
	every strategy in [{}, {"schedulingStrategy": "REPLICA"}] {
		object_of_call := object.union(strategy, {"launchType": "FARGATE", "deploymentController": {"type": "EXTERNAL"}})
		count(scheduling.violation) == 0 with input as fixture.launching("Service", "CREATE", object_of_call)
	}
}

test_refuses_daemons_on_fargate if {
	found := scheduling.violation with input as daemon({"launchType": "FARGATE"})
	found == {{"msg": "the launch type of a DAEMON service is FARGATE", "field": "/launchType"}}
	spot := scheduling.violation with input as daemon({"capacityProviderStrategy": [{"capacityProvider": "FARGATE_SPOT"}]})
	fixture.fields(spot) == {"/capacityProviderStrategy"}
}

test_refuses_daemons_of_other_controllers if {
	every type in ["CODE_DEPLOY", "EXTERNAL"] {
		found := scheduling.violation with input as daemon({"deploymentController": {"type": type}})
		found == {{"msg": $"the deployment controller of a DAEMON service is {type}", "field": "/deploymentController/type"}}
	}
}

test_refuses_wrong_types if {
	every wrong in ["daemon", "", null, 1, []] {
		found := scheduling.violation with input as fixture.launching("Service", "CREATE", {"schedulingStrategy": wrong})
		fixture.fields(found) == {"/schedulingStrategy"}
	}
	every wrong in ["fargate", null] {
		count(scheduling.violation) == 1 with input as daemon({"launchType": wrong})
	}
}

test_unknown if {
	pointers := ["", "/schedulingStrategy", "/launchType", "/capacityProviderStrategy", "/deploymentController", "/deploymentController/type"]
	call := daemon({"deploymentController": {"type": "ECS"}})
	every case in fixture.unknown_object(call, pointers) {
		found := scheduling.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
}
