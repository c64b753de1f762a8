package policies.express.scaling_test

import data.lib.express_fixture_test as express
import data.lib.fixture_test as fixture
import data.policies.express.scaling

scaled(target) := express.with_member("/scalingTarget", target)

test_allows_bounds if {
	count(scaling.violation) == 0 with input as express.creating([])
	every target in [{"maxTaskCount": 20}, {"minTaskCount": 1, "maxTaskCount": 1}] {
		count(scaling.violation) == 0 with input as scaled(target)
	}
	count(scaling.violation) == 0 with input as express.updating({"cpu": "512"})
}

test_refuses_too_many if {
	scaling.violation == {{
		"msg": "maxTaskCount is 21; at most 20 tasks are allowed",
		"field": "/scalingTarget/maxTaskCount",
	}} with input as scaled({"maxTaskCount": 21})
	count(scaling.violation) == 1 with input as express.updating({"scalingTarget": {"maxTaskCount": 21}})
}

test_refuses_no_upper_bound if {
	every document in [express.without_member("/scalingTarget"), scaled({}), express.updating({"scalingTarget": {"minTaskCount": 1}})] {
		scaling.violation == {{
			"msg": "maxTaskCount is not set; at most 20 tasks are allowed",
			"field": "/scalingTarget/maxTaskCount",
		}} with input as document
	}
}

test_refuses_too_few if {
	scaling.violation == {{
		"msg": "minTaskCount is 0; at least 1 tasks are asked for",
		"field": "/scalingTarget/minTaskCount",
	}} with input as scaled({"minTaskCount": 0, "maxTaskCount": 2})
}

test_max_tasks if {
	parameters := {"maxTasks": 50}
	count(scaling.violation) == 0 with input as fixture.with_parameters(scaled({"maxTaskCount": 50}), parameters)
	count(scaling.violation) == 1 with input as fixture.with_parameters(scaled({"maxTaskCount": 51}), parameters)
}

test_min_tasks if {
	parameters := {"minTasks": 2}
	count(scaling.violation) == 0 with input as fixture.with_parameters(scaled({"minTaskCount": 2, "maxTaskCount": 4}), parameters)
	every target in [{"minTaskCount": 1, "maxTaskCount": 4}, {"maxTaskCount": 4}] {
		found := scaling.violation with input as fixture.with_parameters(scaled(target), parameters)
		fixture.fields(found) == {"/scalingTarget/minTaskCount"}
	}
}

test_refuses_wrong_types if {
	every wrong in [null, "4", [], {}, true] {
		count(scaling.violation) == 1 with input as scaled({"maxTaskCount": wrong})
		count(scaling.violation) == 1 with input as scaled({"maxTaskCount": 4, "minTaskCount": wrong})
		found := scaling.violation with input as scaled({"maxTaskCount": "4"})
		{violation.msg | some violation in found} == {"maxTaskCount is no number; at most 20 tasks are allowed"}
	}
	every wrong in [null, 4, "4", []] {
		count(scaling.violation) == 2 with input as scaled(wrong)
	}
}

test_unknown if {
	pointers := ["/scalingTarget", "/scalingTarget/maxTaskCount", "/scalingTarget/minTaskCount"]
	every case in array.concat(express.unknown_call, fixture.unknown_object(express.creating([]), pointers)) {
		found := scaling.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
}
