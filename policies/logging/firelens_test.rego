package policies.logging.firelens_test

import data.lib.fixture_test as fixture
import data.lib.log_fixture_test as logs
import data.policies.logging.firelens

router := {"name": "log-router", "image": "fluent-bit:3", "essential": true, "firelensConfiguration": {"type": "fluentbit"}}

routed(routers) := fixture.changed(logs.logging("awsfirelens", {}), [patch |
	some found in routers
	patch := {"op": "add", "path": "/object/containerDefinitions/-", "value": found}
])

with_router(member, found) := routed(json.patch([router], [{"op": "add", "path": $"/0/{member}", "value": found}]))

test_allows_other_drivers_and_a_router if {
	count(firelens.violation) == 0 with input as fixture.compliant
	count(firelens.violation) == 0 with input as routed([router])
	count(firelens.violation) == 0 with input as routed([object.remove(router, ["essential"])])
	count(firelens.violation) == 0 with input as with_router("firelensConfiguration", {"type": "fluentd"})
	count(firelens.violation) == 0 with input as routed([router, {"name": "sidecar", "image": "sidecar:1", "essential": false}])
}

test_refuses_no_router if {
	firelens.violation == {{
		"msg": "container web logs through FireLens, and the task has no log router",
		"field": "/containerDefinitions/0/logConfiguration/logDriver",
	}} with input as routed([])
	count(firelens.violation) == 1 with input as with_router("firelensConfiguration", {})
}

test_refuses_other_types if {
	firelens.violation == {{
		"msg": "container log-router: the type of log router is neither fluentbit nor fluentd",
		"field": "/containerDefinitions/1/firelensConfiguration/type",
	}} with input as with_router("firelensConfiguration", {"type": "vector"})
	every wrong in [{"type": null}, {"type": 1}, {"options": {}}, null, "fluentbit", []] {
		count(firelens.violation) == 1 with input as with_router("firelensConfiguration", wrong)
	}
}

test_refuses_a_router_that_is_not_essential if {
	firelens.violation == {{
		"msg": "container log-router: the log router is not essential",
		"field": "/containerDefinitions/1/essential",
	}} with input as with_router("essential", false)
	every wrong in ["true", null, 1, []] {
		count(firelens.violation) == 1 with input as with_router("essential", wrong)
	}
}

test_refuses_a_second_router if {
	firelens.violation == {{
		"msg": "container log-router is a second log router; a task has one",
		"field": "/containerDefinitions/2/firelensConfiguration",
	}} with input as routed([router, router])
}

test_refuses_when_run if {
	found := firelens.violation with input as fixture.running(routed([]))
	fixture.fields(found) == {"/context/taskDefinition/containerDefinitions/0/logConfiguration/logDriver"}
}

test_ignored_containers_still_route if {
	count(firelens.violation) == 0 with input as fixture.with_parameters(
		with_router("essential", false),
		{"ignoreContainers": ["log-router"]},
	)
}

test_refuses_wrong_types if {
	every wrong in [null, "awsfirelens", [], {"logDriver": 1}] {
		refused := firelens.violation with input as fixture.with_container("logConfiguration", wrong)
		fixture.fields(refused) == {"/containerDefinitions/0/logConfiguration/logDriver"}
	}
}

test_unknown if {
	pointers := [
		"/containerDefinitions", "/containerDefinitions/1", "/containerDefinitions/1/firelensConfiguration",
		"/containerDefinitions/1/firelensConfiguration/type", "/containerDefinitions/1/essential", logs.configuration,
	]
	every case in logs.unknown(routed([router]), pointers) {
		found := firelens.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
}

test_unknown_whether_another_is_a_router if {
	router := {"name": "log-router", "image": "fluent-bit", "essential": true, "firelensConfiguration": {"type": "fluentbit"}}
	containers := [fixture.marker, router]
	found := firelens.violation with input as fixture.with_member("/containerDefinitions", containers)
	fixture.only_unknown(found, "/containerDefinitions/0")
}
