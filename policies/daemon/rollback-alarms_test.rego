package policies.daemon["rollback-alarms_test"]

import data.lib.daemon_fixture_test as daemon
import data.lib.fixture_test as fixture
import data.policies.daemon["rollback-alarms"] as rollback_alarms

alarmed(found) := daemon.with_member("/deploymentConfiguration/alarms", found)

test_allows_alarms if {
	count(rollback_alarms.violation) == 0 with input as daemon.creating([])
	count(rollback_alarms.violation) == 0 with input as daemon.updating({})
}

test_refuses_alarms_that_are_off if {
	rollback_alarms.violation == {{
		"msg": "the deployment alarms are not enabled",
		"field": "/deploymentConfiguration/alarms/enable",
	}} with input as alarmed({"enable": false, "alarmNames": ["a"]})
}

test_refuses_no_names if {
	rollback_alarms.violation == {{
		"msg": "the names of the deployment alarms are missing",
		"field": "/deploymentConfiguration/alarms/alarmNames",
	}} with input as alarmed({"enable": true, "alarmNames": []})
}

test_refuses_none if {
	every document in [
		daemon.without_member("/deploymentConfiguration"), alarmed({}), daemon.updating({"deploymentConfiguration": {"drainPercent": 5}}),
	] {
		count(rollback_alarms.violation) == 2 with input as document
	}
}

test_refuses_wrong_types if {
	every wrong in ["true", null, 1, []] {
		count(rollback_alarms.violation) == 1 with input as alarmed({"enable": wrong, "alarmNames": ["a"]})
		count(rollback_alarms.violation) == 2 with input as alarmed(wrong)
	}
	every wrong in ["a", null, 1, {}, ["a", 1], [null]] {
		count(rollback_alarms.violation) == 1 with input as alarmed({"enable": true, "alarmNames": wrong})
	}
	number := rollback_alarms.violation with input as alarmed({"enable": true, "alarmNames": ["a", 1]})
	number == {{"msg": "the name of a deployment alarm is no text", "field": "/deploymentConfiguration/alarms/alarmNames/1"}}
}

test_unknown if {
	alarms := "/deploymentConfiguration/alarms"
	pointers := ["/deploymentConfiguration", alarms, $"{alarms}/enable", $"{alarms}/alarmNames"]
	every case in array.concat(daemon.unknown_call, fixture.unknown_object(daemon.creating([]), pointers)) {
		found := rollback_alarms.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
	found := rollback_alarms.violation with input as alarmed({"enable": true, "alarmNames": ["a", fixture.marker]})
	fixture.only_unknown(found, $"{alarms}/alarmNames/1")
}
