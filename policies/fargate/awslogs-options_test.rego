package policies.fargate["awslogs-options_test"]

import data.lib.fixture_test as fixture
import data.lib.target_fixture_test as on
import data.policies.fargate["awslogs-options"] as awslogs_options

complete := {"awslogs-group": "/web", "awslogs-region": "eu-west-1", "awslogs-stream-prefix": "web"}

options(given) := on.with_container("logConfiguration", {"logDriver": "awslogs", "options": given})

driver(name) := on.with_container("logConfiguration", {"logDriver": name})

test_allows_all_three if {
	count(awslogs_options.violation) == 0 with input as options(complete)
	count(awslogs_options.violation) == 0 with input as options(object.union(complete, {"mode": "non-blocking"}))
}

test_allows_other_drivers if {
	every name in ["splunk", "awsfirelens", "json-file"] {
		count(awslogs_options.violation) == 0 with input as driver(name)
	}
	without := on.registering([{"op": "remove", "path": "/containerDefinitions/0/logConfiguration"}])
	count(awslogs_options.violation) == 0 with input as without
	count(awslogs_options.violation) == 0 with input as on.with_container("logConfiguration", {})
}

test_refuses_none if {
	awslogs_options.violation == {{
		"msg": "container web: awslogs-stream-prefix is not stated",
		"field": "/containerDefinitions/0/logConfiguration/options/awslogs-stream-prefix",
	}} with input as options(object.remove(complete, ["awslogs-stream-prefix"]))
	count(awslogs_options.violation) == 3 with input as options({})
	count(awslogs_options.violation) == 3 with input as driver("awslogs")
}

test_refuses_wrong_types if {
	every wrong in ["", null, 1, [], {}] {
		count(awslogs_options.violation) == 1 with input as options(object.union(complete, {"awslogs-group": wrong}))
	}
	count(awslogs_options.violation) == 3 with input as options("all")
	every wrong in [null, 1, ["awslogs"]] {
		awslogs_options.violation == {{
			"msg": "container web: the log driver cannot be read",
			"field": "/containerDefinitions/0/logConfiguration/logDriver",
		}} with input as driver(wrong)
	}
}

test_refuses_when_run if {
	found := awslogs_options.violation with input as on.launching(driver("awslogs"), {"launchType": "FARGATE"})
	count(found) == 3
	at := "/context/taskDefinition/containerDefinitions/0/logConfiguration/options"
	$"{at}/awslogs-group" in fixture.fields(found)
}

test_not_applicable_elsewhere if {
	found := awslogs_options.violation with input as on.elsewhere(driver("awslogs"))
	on.not_applicable(found)
	unread := awslogs_options.violation with input as on.elsewhere(driver(null))
	on.not_applicable(unread)
}

test_ignored_containers if {
	every document in [driver("awslogs"), driver(null)] {
		count(awslogs_options.violation) == 0 with input as fixture.with_parameters(document, {"ignoreContainers": ["web"]})
	}
}

test_unknown if {
	# A marker for the container is put before the fixture's own, which is refused for itself.
	cases := [case | some case in fixture.unknown_container("logConfiguration"); not endswith(case.pointer, "/0")]
	every case in cases {
		found := awslogs_options.violation with input as on.fargate(case.input)
		fixture.only_unknown(found, case.pointer)
	}
	beside := awslogs_options.violation with input as on.registering([{
		"op": "replace",
		"path": "/containerDefinitions/0",
		"value": fixture.marker,
	}])
	fixture.only_unknown(beside, "/containerDefinitions/0")
}

test_unknown_parts if {
	at := "/containerDefinitions/0/logConfiguration"
	of_driver := awslogs_options.violation with input as driver(fixture.marker)
	fixture.only_unknown(of_driver, $"{at}/logDriver")
	of_options := awslogs_options.violation with input as options(fixture.marker)
	fixture.only_unknown(of_options, $"{at}/options")
	of_one := awslogs_options.violation with input as options(object.union(complete, {"awslogs-region": fixture.marker}))
	fixture.only_unknown(of_one, $"{at}/options/awslogs-region")
}
