package policies.deployment["desired-count_test"]

import data.lib.fixture_test as fixture
import data.policies.deployment["desired-count"] as desired_count

wanting(count_of_tasks) := fixture.launching("Service", "CREATE", {"desiredCount": count_of_tasks})

test_allows_one_or_more if {
	every wanted in [1, 2, 100] {
		count(desired_count.violation) == 0 with input as wanting(wanted)
	}
	count(desired_count.violation) == 0 with input as fixture.launching("Service", "CREATE", {})
}

test_refuses_none if {
	desired_count.violation == {{"msg": "the number of tasks wanted is 0", "field": "/desiredCount"}} with input as wanting(0)
}

test_minimum if {
	count(desired_count.violation) == 1 with input as fixture.with_parameters(wanting(1), {"minimum": 2})
	count(desired_count.violation) == 1 with input as fixture.with_parameters(fixture.launching("Service", "CREATE", {}), {"minimum": 2})
	count(desired_count.violation) == 0 with input as fixture.with_parameters(wanting(2), {"minimum": 2})
}

test_updates if {
	standing := {"op": "add", "path": "/context/service", "value": {"desiredCount": 0}}
	left := desired_count.violation with input as fixture.changed(fixture.launching("Service", "UPDATE", {}), [standing])
	fixture.fields(left) == {"/context/service/desiredCount"}
	scaled := fixture.changed(fixture.launching("Service", "UPDATE", {"desiredCount": 1}), [standing])
	count(desired_count.violation) == 0 with input as scaled
}

test_not_applicable_to_daemons if {
	found := desired_count.violation with input as fixture.launching("Service", "CREATE", {"schedulingStrategy": "DAEMON", "desiredCount": 0})
	found == {{"outcome": "notApplicable", "msg": "ECS counts the tasks of a DAEMON service by itself"}}
}

test_refuses_wrong_types if {
	every wrong in ["1", null, true, [], {}] {
		count(desired_count.violation) == 1 with input as wanting(wrong)
	}
}

test_unknown if {
	every case in fixture.unknown_object(wanting(1), ["", "/desiredCount"]) {
		found := desired_count.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
}

test_unknown_scheduling if {
	call := {"desiredCount": 0, "schedulingStrategy": fixture.marker}
	found := desired_count.violation with input as fixture.launching("Service", "CREATE", call)
	fixture.only_unknown(found, "/schedulingStrategy")
}
