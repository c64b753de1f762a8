package policies.logging.configured_test

import data.lib.fixture_test as fixture
import data.policies.logging.configured

test_allows_a_driver if {
	every driver in ["awslogs", "awsfirelens", "splunk", "json-file"] {
		count(configured.violation) == 0 with input as fixture.with_container("logConfiguration", {"logDriver": driver})
	}
}

test_refuses_none if {
	found := configured.violation with input as fixture.without_container("logConfiguration")
	found == {{
		"msg": "container web has no log driver",
		"field": "/containerDefinitions/0/logConfiguration/logDriver",
	}}
	every wrong in ["", " ", "none", "None", null, true, ["awslogs"]] {
		count(configured.violation) == 1 with input as fixture.with_container("logConfiguration", {"logDriver": wrong})
	}
	every wrong in [{}, {"options": {}}, null, "awslogs", []] {
		count(configured.violation) == 1 with input as fixture.with_container("logConfiguration", wrong)
	}
}

test_refuses_when_run if {
	found := configured.violation with input as fixture.running(fixture.without_container("logConfiguration"))
	fixture.fields(found) == {"/context/taskDefinition/containerDefinitions/0/logConfiguration/logDriver"}
}

test_unknown if {
	every member in ["logConfiguration", "logConfiguration/logDriver"] {
		every case in fixture.unknown_container(member) {
			found := configured.violation with input as case.input
			fixture.only_unknown(found, case.pointer)
		}
	}
}
