package policies.daemon.allowed_test

import data.lib.daemon_fixture_test as daemon
import data.lib.fixture_test as fixture
import data.policies.daemon.allowed

parameters := {"allowedFamilies": ["node-agent"]}

test_allowed_families if {
	every families in [["node-agent"], ["node-*"]] {
		every document in [daemon.registering([]), daemon.creating([]), daemon.updating({})] {
			count(allowed.violation) == 0 with input as fixture.with_parameters(document, {"allowedFamilies": families})
		}
	}
}

test_refuses_every_other_daemon if {
	allowed.violation == {{
		"msg": "the family of the daemon is node-agent, which is not an allowed one",
		"field": "/family",
	}} with input as daemon.registering([])
	allowed.violation == {{
		"msg": "the family of the daemon is node-agent, which is not an allowed one",
		"field": "/daemonTaskDefinitionArn",
	}} with input as daemon.creating([])
	every families in [[], ["agent"], "node-agent", null] {
		count(allowed.violation) == 1 with input as fixture.with_parameters(daemon.updating({}), {"allowedFamilies": families})
	}
}

test_refuses_definitions_of_other_accounts if {
	reference := "arn:aws:ecs:eu-west-1:999999999999:daemon-task-definition/node-agent:2"
	document := daemon.with_member("/daemonTaskDefinitionArn", reference)
	count(allowed.violation) == 1 with input as fixture.with_parameters(document, parameters)
}

test_refuses_wrong_types if {
	every wrong in [null, 1, ["node-agent"], {}] {
		count(allowed.violation) == 1 with input as fixture.with_parameters(daemon.defined("/family", wrong), parameters)
		document := daemon.with_member("/daemonTaskDefinitionArn", wrong)
		count(allowed.violation) == 1 with input as fixture.with_parameters(document, parameters)
	}
}

test_unknown if {
	every case in array.flatten([
		daemon.unknown_call, daemon.unknown_definition, fixture.unknown_object(daemon.registering([]), ["/family"]),
		fixture.unknown_object(daemon.creating([]), ["/daemonTaskDefinitionArn"]),
	]) {
		found := allowed.violation with input as fixture.with_parameters(case.input, {"allowedFamilies": ["*"]})
		fixture.only_unknown(found, case.pointer)
	}
}
