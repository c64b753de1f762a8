package policies.access["ecs-exec_test"]

import data.lib.fixture_test as fixture
import data.policies.access["ecs-exec"] as ecs_exec

updating(object, service) := json.patch(
	fixture.launching("Service", "UPDATE", object),
	[{"op": "add", "path": "/request/context/service", "value": service}],
)

test_allows_off if {
	every kind in ["Task", "Service"] {
		count(ecs_exec.violation) == 0 with input as fixture.launching(kind, "CREATE", {})
		count(ecs_exec.violation) == 0 with input as fixture.launching(kind, "CREATE", {"enableExecuteCommand": false})
	}
}

test_refuses_on if {
	every kind in ["Task", "Service"] {
		found := ecs_exec.violation with input as fixture.launching(kind, "CREATE", {"enableExecuteCommand": true})
		found == {{"msg": "ECS Exec is on", "field": "/enableExecuteCommand"}}
	}
}

test_daemons if {
	every operation in ["CREATE", "UPDATE"] {
		count(ecs_exec.violation) == 0 with input as fixture.asking("Daemon", operation, {})
		found := ecs_exec.violation with input as fixture.asking("Daemon", operation, {"enableExecuteCommand": true})
		fixture.fields(found) == {"/enableExecuteCommand"}
	}
}

test_refuses_what_an_update_leaves_on if {
	found := ecs_exec.violation with input as updating({"desiredCount": 2}, {"enableExecuteCommand": true})
	fixture.fields(found) == {"/context/service/enableExecuteCommand"}
}

test_allows_an_update_that_turns_it_off if {
	document := updating({"enableExecuteCommand": false}, {"enableExecuteCommand": true})
	count(ecs_exec.violation) == 0 with input as document
}

test_allows_an_update_of_a_service_without_it if {
	count(ecs_exec.violation) == 0 with input as updating({}, {"serviceName": "web"})
}

test_refuses_an_update_of_a_service_that_is_not_known if {
	count(ecs_exec.violation) == 1 with input as fixture.launching("Service", "UPDATE", {})
}

test_refuses_wrong_types if {
	every wrong in ["true", "false", 1, [], {}] {
		count(ecs_exec.violation) == 1 with input as fixture.launching("Task", "CREATE", {"enableExecuteCommand": wrong})
	}
}

test_unknown if {
	found := ecs_exec.violation with input as fixture.launching("Service", "CREATE", {"enableExecuteCommand": fixture.marker})
	fixture.only_unknown(found, "/enableExecuteCommand")
	standing := ecs_exec.violation with input as updating({}, fixture.marker)
	fixture.only_unknown(standing, "/context/service")
	call := ecs_exec.violation with input as updating(fixture.marker, {})
	fixture.only_unknown(call, "/enableExecuteCommand")
}
