package policies.logging["non-blocking_test"]

import data.lib.fixture_test as fixture
import data.policies.logging["non-blocking"] as non_blocking

logging(options) := fixture.with_container("logConfiguration", {"logDriver": "awslogs", "options": options})

test_allows_non_blocking_and_the_default_of_ecs if {
	every options in [{"mode": "non-blocking"}, {"mode": "non-blocking", "max-buffer-size": "1m"}, {}] {
		count(non_blocking.violation) == 0 with input as logging(options)
	}
	count(non_blocking.violation) == 0 with input as fixture.compliant
	count(non_blocking.violation) == 0 with input as fixture.without_container("logConfiguration")
}

test_refuses_blocking if {
	non_blocking.violation == {{
		"msg": "container web: the log mode is blocking, not non-blocking",
		"field": "/containerDefinitions/0/logConfiguration/options/mode",
	}} with input as logging({"mode": "blocking"})
	every found in ["", "Non-Blocking", "nonblocking", null, 1, true, []] {
		count(non_blocking.violation) == 1 with input as logging({"mode": found})
	}
}

test_refuses_when_run if {
	found := non_blocking.violation with input as fixture.running(logging({"mode": "blocking"}))
	fixture.fields(found) == {"/context/taskDefinition/containerDefinitions/0/logConfiguration/options/mode"}
}

test_mode if {
	count(non_blocking.violation) == 0 with input as fixture.with_parameters(logging({"mode": "blocking"}), {"mode": "blocking"})
	every options in [{"mode": "non-blocking"}, {}] {
		found := non_blocking.violation with input as fixture.with_parameters(logging(options), {"mode": "blocking", "minBufferSize": 25})
		{violation.msg | some violation in found} == {"container web: the log mode is non-blocking, not blocking"}
	}
}

test_require_mode if {
	count(non_blocking.violation) == 0 with input as fixture.with_parameters(logging({"mode": "non-blocking"}), {"requireMode": true})
	count(non_blocking.violation) == 0 with input as fixture.with_parameters(logging({}), {"requireMode": false})
	found := non_blocking.violation with input as fixture.with_parameters(logging({}), {"requireMode": true})
	{violation.msg | some violation in found} == {"container web: the log mode is not set, not non-blocking"}
	both := {"requireMode": true, "mode": "blocking"}
	count(non_blocking.violation) == 1 with input as fixture.with_parameters(logging({}), both)
	none := fixture.without_container("logConfiguration")
	count(non_blocking.violation) == 0 with input as fixture.with_parameters(none, {"requireMode": true})
}

test_min_buffer_size if {
	parameters := {"minBufferSize": 25}
	every found in ["25m", "25M", "25mb", "25MiB", "26214400", "26214400b", "1g", "25600k", " 30m "] {
		count(non_blocking.violation) == 0 with input as fixture.with_parameters(logging({"max-buffer-size": found}), parameters)
	}
	every found in ["24m", "25k", "25", "25x", "m", "", "-30m", "2.5g", null, 25, ["25m"]] {
		count(non_blocking.violation) == 1 with input as fixture.with_parameters(logging({"max-buffer-size": found}), parameters)
	}
	non_blocking.violation == {{
		"msg": "container web: the log buffer is too small, or of no known size",
		"field": "/containerDefinitions/0/logConfiguration/options/max-buffer-size",
	}} with input as fixture.with_parameters(logging({}), parameters)
	count(non_blocking.violation) == 0 with input as fixture.with_parameters(logging({}), {"minBufferSize": 10})
	none := fixture.without_container("logConfiguration")
	count(non_blocking.violation) == 0 with input as fixture.with_parameters(none, parameters)
}

test_refuses_wrong_types if {
	every wrong in [null, "awslogs", []] {
		count(non_blocking.violation) == 1 with input as fixture.with_container("logConfiguration", wrong)
	}
	every wrong in [null, "mode=blocking", []] {
		count(non_blocking.violation) == 1 with input as logging(wrong)
	}
}

test_unknown if {
	every case in fixture.unknown_container("logConfiguration") {
		found := non_blocking.violation with input as fixture.with_parameters(case.input, {"minBufferSize": 1})
		fixture.only_unknown(found, case.pointer)
	}
	every options in [fixture.marker, {"mode": fixture.marker}, {"max-buffer-size": fixture.marker}] {
		found := non_blocking.violation with input as fixture.with_parameters(logging(options), {"minBufferSize": 1})
		fixture.only_unknown(found, "/containerDefinitions/0/logConfiguration/options")
	}
}
