package policies.deployment["minimum-healthy-percent_test"]

import data.lib.fixture_test as fixture
import data.policies.deployment["minimum-healthy-percent"] as minimum_healthy_percent

with_percent(percent) := fixture.launching("Service", "CREATE", {"deploymentConfiguration": {"minimumHealthyPercent": percent}})

scheduled(strategy) := fixture.launching("Service", "CREATE", {"schedulingStrategy": strategy})

field := "/deploymentConfiguration/minimumHealthyPercent"

test_allows_enough if {
	every percent in [50, 75, 100] {
		count(minimum_healthy_percent.violation) == 0 with input as with_percent(percent)
	}
	count(minimum_healthy_percent.violation) == 0 with input as fixture.launching("Service", "CREATE", {})
	count(minimum_healthy_percent.violation) == 0 with input as scheduled("REPLICA")
}

test_refuses_too_few if {
	found := minimum_healthy_percent.violation with input as with_percent(0)
	found == {{"msg": "the minimum of healthy tasks is 0 percent", "field": field}}
	count(minimum_healthy_percent.violation) == 1 with input as with_percent(49)
}

test_daemons if {
	found := minimum_healthy_percent.violation with input as scheduled("DAEMON")
	found == {{"msg": "the minimum of healthy tasks is 0 percent", "field": field}}
	set := fixture.changed(with_percent(50), [{"op": "add", "path": "/object/schedulingStrategy", "value": "DAEMON"}])
	count(minimum_healthy_percent.violation) == 0 with input as set
}

test_minimum if {
	count(minimum_healthy_percent.violation) == 1 with input as fixture.with_parameters(with_percent(99), {"minimum": 100})
	count(minimum_healthy_percent.violation) == 0 with input as fixture.with_parameters(with_percent(0), {"minimum": 0})
}

test_not_applicable_to_other_controllers if {
	found := minimum_healthy_percent.violation with input as fixture.launching("Service", "CREATE", {
		"deploymentController": {"type": "CODE_DEPLOY"},
		"deploymentConfiguration": {"minimumHealthyPercent": 0},
	})
	found == {{"outcome": "notApplicable", "msg": "the service is deployed by CODE_DEPLOY, which these settings do not concern"}}
}

test_refuses_what_an_update_leaves if {
	standing := {"op": "add", "path": "/context/service", "value": {"deploymentConfiguration": {"minimumHealthyPercent": 0}}}
	found := minimum_healthy_percent.violation with input as fixture.changed(fixture.launching("Service", "UPDATE", {}), [standing])
	fixture.fields(found) == {$"/context/service{field}"}
}

test_refuses_wrong_types if {
	every wrong in ["100", null, true, [], {}] {
		count(minimum_healthy_percent.violation) == 1 with input as with_percent(wrong)
	}
	every wrong in ["", "daemon", null] {
		count(minimum_healthy_percent.violation) == 1 with input as scheduled(wrong)
	}
}

test_unknown if {
	every case in fixture.unknown_object(with_percent(100), ["", "/deploymentConfiguration", field]) {
		found := minimum_healthy_percent.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
	scheduling := minimum_healthy_percent.violation with input as scheduled(fixture.marker)
	fixture.only_unknown(scheduling, "/schedulingStrategy")
}

test_unknown_controller if {
	every pointer in ["/deploymentController", "/deploymentController/type"] {
		call := fixture.launching("Service", "CREATE", {"deploymentController": {"type": "ECS"}, "deploymentConfiguration": {"minimumHealthyPercent": 0}})
		found := minimum_healthy_percent.violation with input as fixture.changed(call, [{"op": "add", "path": $"/object{pointer}", "value": fixture.marker}])
		fixture.only_unknown(found, pointer)
	}
}
