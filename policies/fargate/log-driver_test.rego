package policies.fargate["log-driver_test"]

import data.lib.fixture_test as fixture
import data.policies.fargate["log-driver"] as log_driver

by(driver) := fixture.with_container("logConfiguration", {"logDriver": driver})

test_allows_three_drivers if {
	every driver in ["awslogs", "splunk", "awsfirelens"] {
		count(log_driver.violation) == 0 with input as by(driver)
	}
}

test_allows_no_log_configuration if {
	count(log_driver.violation) == 0 with input as fixture.without_container("logConfiguration")
}

test_refuses_others if {
	log_driver.violation == {{
		"msg": "container web: the log driver is json-file, and Fargate has awslogs, splunk and awsfirelens",
		"field": "/containerDefinitions/0/logConfiguration/logDriver",
	}} with input as by("json-file")
	every driver in ["syslog", "AWSLOGS", "", null, 1, ["awslogs"], {}] {
		count(log_driver.violation) == 1 with input as by(driver)
	}
	every configuration in [{}, null, "awslogs", []] {
		count(log_driver.violation) == 1 with input as fixture.with_container("logConfiguration", configuration)
	}
}

test_refuses_when_run if {
	found := log_driver.violation with input as fixture.running(by("fluentd"))
	fixture.fields(found) == {"/context/taskDefinition/containerDefinitions/0/logConfiguration/logDriver"}
}

test_ignored_containers if {
	count(log_driver.violation) == 0 with input as fixture.with_parameters(by("gelf"), {"ignoreContainers": ["w*"]})
}

test_unknown if {
	every member in ["logConfiguration", "logConfiguration/logDriver"] {
		every case in fixture.unknown_container(member) {
			found := log_driver.violation with input as case.input
			fixture.only_unknown(found, case.pointer)
		}
	}
}
