package policies.express["health-check-path_test"]

import data.lib.express_fixture_test as express
import data.lib.fixture_test as fixture
import data.policies.express["health-check-path"] as health_check_path

checked(found) := express.with_member("/healthCheckPath", found)

test_allows_a_path if {
	every found in ["/", "/healthz", "/ping?format=json"] {
		count(health_check_path.violation) == 0 with input as checked(found)
	}
	count(health_check_path.violation) == 0 with input as express.updating({"cpu": "512"})
}

test_refuses_none if {
	health_check_path.violation == {{
		"msg": "the health check path is not set",
		"field": "/healthCheckPath",
	}} with input as express.without_member("/healthCheckPath")
}

test_refuses_what_is_no_path if {
	every document in [checked("healthz"), express.updating({"healthCheckPath": "healthz"})] {
		found := health_check_path.violation with input as document
		{violation.msg | some violation in found} == {"the health check path does not begin with a slash"}
	}
}

test_refuses_wrong_types if {
	every wrong in [null, 1, ["/"], {}] {
		count(health_check_path.violation) == 1 with input as checked(wrong)
	}
}

test_unknown if {
	every case in array.concat(express.unknown_call, fixture.unknown_object(express.creating([]), ["/healthCheckPath"])) {
		found := health_check_path.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
}
