package policies.deployment["early-success_test"]

import data.lib.fixture_test as fixture
import data.policies.deployment["early-success"] as early_success

with_criteria(criteria, minutes) := fixture.launching("Service", "CREATE", {"deploymentConfiguration": {
	"earlySuccessCriteria": criteria,
	"bakeTimeInMinutes": minutes,
}})

good := {"enable": true, "healthyPercent": 100, "sourceServiceRevisionCleanup": "BLOCKING"}

field := "/deploymentConfiguration/earlySuccessCriteria"

test_allows_what_was_watched if {
	count(early_success.violation) == 0 with input as with_criteria(good, 5)
}

test_allows_none if {
	count(early_success.violation) == 0 with input as fixture.launching("Service", "CREATE", {})
	every criteria in [{}, {"enable": false}, {"enable": false, "healthyPercent": 1}] {
		count(early_success.violation) == 0 with input as with_criteria(criteria, 0)
	}
}

test_refuses_few_healthy_tasks if {
	found := early_success.violation with input as with_criteria(object.union(good, {"healthyPercent": 50}), 5)
	found == {{"msg": "the percentage of healthy tasks for early success is 50", "field": $"{field}/healthyPercent"}}
	unset := early_success.violation with input as with_criteria({"enable": true}, 5)
	{violation.msg | some violation in unset} == {"the percentage of healthy tasks for early success is not set"}
}

test_refuses_a_short_bake_time if {
	found := early_success.violation with input as with_criteria(good, 4)
	found == {{"msg": "the bake time in minutes before early success is 4", "field": "/deploymentConfiguration/bakeTimeInMinutes"}}
	unset := fixture.launching("Service", "CREATE", {"deploymentConfiguration": {"earlySuccessCriteria": good}})
	count(early_success.violation) == 1 with input as unset
}

test_parameters if {
	document := with_criteria(object.union(good, {"healthyPercent": 50}), 1)
	count(early_success.violation) == 0 with input as fixture.with_parameters(document, {"healthyPercent": 50, "bakeTimeInMinutes": 1})
	count(early_success.violation) == 1 with input as fixture.with_parameters(document, {"healthyPercent": 51, "bakeTimeInMinutes": 1})
	count(early_success.violation) == 1 with input as fixture.with_parameters(document, {"healthyPercent": 50, "bakeTimeInMinutes": 2})
}

test_not_applicable_to_other_controllers if {
	found := early_success.violation with input as fixture.launching("Service", "CREATE", {
		"deploymentController": {"type": "EXTERNAL"},
		"deploymentConfiguration": {"earlySuccessCriteria": {"enable": true}},
	})
	found == {{"outcome": "notApplicable", "msg": "the service is deployed by EXTERNAL, which these settings do not concern"}}
	unreadable := early_success.violation with input as fixture.launching("Service", "CREATE", {
		"deploymentController": {"type": "EXTERNAL"},
		"deploymentConfiguration": {"earlySuccessCriteria": {"enable": "true"}},
	})
	count(unreadable) == 1
}

test_refuses_wrong_types if {
	every wrong in ["true", 1, null, []] {
		found := early_success.violation with input as with_criteria({"enable": wrong}, 5)
		fixture.fields(found) == {$"{field}/enable"}
		count(early_success.violation) == 1 with input as with_criteria(object.union(good, {"healthyPercent": wrong}), 5)
	}
	every wrong in ["5", null, true] {
		count(early_success.violation) == 1 with input as with_criteria(good, wrong)
	}
	count(early_success.violation) == 1 with input as with_criteria(null, 5)
}

test_unknown if {
	pointers := [
		"", "/deploymentConfiguration", field, $"{field}/enable",
		$"{field}/healthyPercent", "/deploymentConfiguration/bakeTimeInMinutes",
	]
	every case in fixture.unknown_object(with_criteria(good, 5), pointers) {
		found := early_success.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
}

test_unknown_controller if {
	every pointer in ["/deploymentController", "/deploymentController/type"] {
		call := fixture.launching("Service", "CREATE", {"deploymentController": {"type": "ECS"}, "deploymentConfiguration": {"earlySuccessCriteria": {"enable": true}}})
		found := early_success.violation with input as fixture.changed(call, [{"op": "add", "path": $"/object{pointer}", "value": fixture.marker}])
		fixture.only_unknown(found, pointer)
	}
}
