package policies.logging.driver_test

import data.lib.fixture_test as fixture
import data.policies.logging.driver

driven(found) := fixture.with_container("logConfiguration", {"logDriver": found})

test_allows_drivers_of_fargate_and_no_configuration if {
	every found in ["awslogs", "awsfirelens", "splunk"] {
		count(driver.violation) == 0 with input as driven(found)
	}
	count(driver.violation) == 0 with input as fixture.without_container("logConfiguration")
	count(driver.violation) == 0 with input as fixture.with_container("logConfiguration", {})
}

test_refuses_other_drivers if {
	driver.violation == {{
		"msg": "container web: the log driver json-file is not an allowed one",
		"field": "/containerDefinitions/0/logConfiguration/logDriver",
	}} with input as driven("json-file")
	every found in ["syslog", "journald", "gelf", "fluentd", "none", "", "AWSLOGS", " awslogs"] {
		count(driver.violation) == 1 with input as driven(found)
	}
}

test_refuses_when_run if {
	found := driver.violation with input as fixture.running(driven("syslog"))
	fixture.fields(found) == {"/context/taskDefinition/containerDefinitions/0/logConfiguration/logDriver"}
}

test_allowed_drivers if {
	parameters := {"allowedDrivers": ["json-file"]}
	count(driver.violation) == 0 with input as fixture.with_parameters(driven("json-file"), parameters)
	count(driver.violation) == 1 with input as fixture.with_parameters(driven("awslogs"), parameters)
	every wrong in [[], null, "awslogs"] {
		count(driver.violation) == 1 with input as fixture.with_parameters(driven("awslogs"), {"allowedDrivers": wrong})
	}
}

test_ignored_containers if {
	count(driver.violation) == 0 with input as fixture.with_parameters(driven("syslog"), {"ignoreContainers": ["web"]})
}

test_refuses_wrong_types if {
	every wrong in [null, 1, ["awslogs"], {}] {
		count(driver.violation) == 1 with input as driven(wrong)
	}
	every wrong in [null, "awslogs", [], {"options": {}}] {
		count(driver.violation) == 1 with input as fixture.with_container("logConfiguration", wrong)
	}
}

test_unknown if {
	every member in ["logConfiguration", "logConfiguration/logDriver"] {
		every case in fixture.unknown_container(member) {
			found := driver.violation with input as case.input
			fixture.only_unknown(found, case.pointer)
		}
	}
}
