package policies.daemon.critical_test

import data.lib.daemon_fixture_test as daemon
import data.lib.fixture_test as fixture
import data.policies.daemon.critical

test_allows_critical_daemons if {
	count(critical.violation) == 0 with input as daemon.creating([])
	count(critical.violation) == 0 with input as daemon.with_member("/critical", true)
	count(critical.violation) == 0 with input as daemon.updating({})
}

test_refuses_others if {
	every document in [daemon.with_member("/critical", false), daemon.updating({"critical": false})] {
		critical.violation == {{"msg": "the daemon is not critical", "field": "/critical"}} with input as document
	}
}

test_non_critical_families if {
	document := daemon.with_member("/critical", false)
	count(critical.violation) == 0 with input as fixture.with_parameters(document, {"nonCriticalFamilies": ["node-*"]})
	count(critical.violation) == 1 with input as fixture.with_parameters(document, {"nonCriticalFamilies": ["agent"]})
}

test_refuses_wrong_types if {
	every wrong in [null, "true", "false", 1, [], {}] {
		count(critical.violation) == 1 with input as daemon.with_member("/critical", wrong)
	}
}

test_unknown if {
	every case in array.concat(daemon.unknown_call, fixture.unknown_object(daemon.creating([]), ["/critical"])) {
		found := critical.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
}

test_unknown_family if {
	document := fixture.changed(
		daemon.with_member("/critical", false),
		[{"op": "add", "path": "/object/daemonTaskDefinitionArn", "value": fixture.marker}],
	)
	found := critical.violation with input as fixture.with_parameters(document, {"nonCriticalFamilies": ["node-agent"]})
	fixture.only_unknown(found, "/daemonTaskDefinitionArn")
	refused := critical.violation with input as document
	fixture.fields(refused) == {"/critical"}
}
