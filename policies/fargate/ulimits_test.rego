package policies.fargate.ulimits_test

import data.lib.fixture_test as fixture
import data.policies.fargate.ulimits

having(list) := fixture.with_container("ulimits", list)

limit(name, soft, hard) := having([{"name": name, "softLimit": soft, "hardLimit": hard}])

fields(document) := answer if {
	found := ulimits.violation with input as document
	answer := fixture.fields(found)
}

test_allows_limits_within_bounds if {
	count(ulimits.violation) == 0 with input as fixture.compliant
	count(ulimits.violation) == 0 with input as having([])
	count(ulimits.violation) == 0 with input as limit("nofile", 65535, 1048576)
	count(ulimits.violation) == 0 with input as limit("nofile", 0, 0)
	count(ulimits.violation) == 0 with input as limit("memlock", -1, -1)
	count(ulimits.violation) == 0 with input as limit("nproc", 10, -1)
	count(ulimits.violation) == 0 with input as limit("stack", 10000000, 20000000)
}

test_refuses_too_many_open_files if {
	ulimits.violation == {{
		"msg": "container web: hardLimit of nofile is 1048577, not from 0 to 1048576",
		"field": "/containerDefinitions/0/ulimits/0/hardLimit",
	}} with input as limit("nofile", 1048576, 1048577)
	fields(limit("nofile", -1, -1)) == {
		"/containerDefinitions/0/ulimits/0/hardLimit",
		"/containerDefinitions/0/ulimits/0/softLimit",
	}
}

test_refuses_a_soft_limit_above_the_hard_one if {
	ulimits.violation == {{
		"msg": "container web: softLimit of nproc is above its hardLimit",
		"field": "/containerDefinitions/0/ulimits/0/softLimit",
	}} with input as limit("nproc", 11, 10)
}

test_refuses_limits_that_do_not_exist if {
	ulimits.violation == {{
		"msg": "container web: the ulimit files is none that ECS knows",
		"field": "/containerDefinitions/0/ulimits/0/name",
	}} with input as limit("files", 1, 1)
	every name in ["NOFILE", "", null, 1, {}] {
		fields(limit(name, 1, 1)) == {"/containerDefinitions/0/ulimits/0/name"}
	}
}

test_refuses_wrong_types if {
	every wrong in ["unlimited", null, -2, 1.5, [], {}, true] {
		fields(limit("memlock", wrong, 9)) == {"/containerDefinitions/0/ulimits/0/softLimit"}
		fields(limit("nofile", 0, wrong)) == {"/containerDefinitions/0/ulimits/0/hardLimit"}
	}
	ulimits.violation == {{
		"msg": "container web: softLimit of memlock is -2, no limit",
		"field": "/containerDefinitions/0/ulimits/0/softLimit",
	}} with input as limit("memlock", -2, 9)
	fields(having([{"name": "core"}])) == {
		"/containerDefinitions/0/ulimits/0/hardLimit",
		"/containerDefinitions/0/ulimits/0/softLimit",
	}
	every wrong in [null, "nofile", {}, [null], ["nofile"]] {
		fields(having(wrong)) == {"/containerDefinitions/0/ulimits/0/name"}
	}
}

test_refuses_any_for_windows if {
	ulimit := [{"name": "nofile", "softLimit": 1, "hardLimit": 2}]
	ulimits.violation == {{
		"msg": "container web: the ulimit nofile is none that Windows containers have",
		"field": "/containerDefinitions/0/ulimits/0/name",
	}} with input as fixture.windows([{"op": "add", "path": "/containerDefinitions/0/ulimits", "value": ulimit}])
}

test_refuses_when_run if {
	fields(fixture.running(limit("nofile", 1, 2000000))) == {"/context/taskDefinition/containerDefinitions/0/ulimits/0/hardLimit"}
	fields(fixture.running(limit("x", 1, 1))) == {"/context/taskDefinition/containerDefinitions/0/ulimits/0/name"}
}

test_ignored_containers if {
	every document in [limit("nofile", 1, 2000000), limit("x", 1, 1), limit("nproc", 2, 1)] {
		count(ulimits.violation) == 0 with input as fixture.with_parameters(document, {"ignoreContainers": ["web"]})
	}
}

test_unknown if {
	every case in fixture.unknown_container("ulimits") {
		found := ulimits.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
	every path, document in {
		"0": having([fixture.marker]),
		"0/name": limit(fixture.marker, 1, 1),
		"0/softLimit": limit("nofile", fixture.marker, 1),
		"0/hardLimit": limit("memlock", 1, fixture.marker),
	} {
		found := ulimits.violation with input as document
		fixture.only_unknown(found, $"/containerDefinitions/0/ulimits/{path}")
	}
}

test_refuses_a_soft_limit_above_none_at_all if {
	found := ulimits.violation with input as limit("core", 1, 0)
	found == {{
		"msg": "container web: softLimit of core is above its hardLimit",
		"field": "/containerDefinitions/0/ulimits/0/softLimit",
	}}
}
