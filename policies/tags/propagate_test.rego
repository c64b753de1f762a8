package policies.tags.propagate_test

import data.lib.fixture_test as fixture
import data.policies.tags.propagate

from(kind, source) := fixture.asking(kind, "CREATE", {"propagateTags": source})

test_allows_propagation if {
	every kind, sources in {"Service": ["SERVICE", "TASK_DEFINITION"], "Task": ["TASK_DEFINITION"], "Daemon": ["DAEMON"]} {
		every source in sources {
			count(propagate.violation) == 0 with input as from(kind, source)
		}
	}
}

test_refuses_none if {
	every kind in ["Service", "Task", "Daemon"] {
		found := propagate.violation with input as fixture.asking(kind, "CREATE", {})
		found == {{"msg": "the source of the tasks' tags is NONE", "field": "/propagateTags"}}
		count(propagate.violation) == 1 with input as from(kind, "NONE")
	}
}

test_refuses_another_kinds_source if {
	every kind, source in {"Service": "DAEMON", "Task": "SERVICE", "Daemon": "SERVICE"} {
		count(propagate.violation) == 1 with input as from(kind, source)
	}
}

test_sources if {
	parameters := {"sources": ["SERVICE"]}
	count(propagate.violation) == 0 with input as fixture.with_parameters(from("Service", "SERVICE"), parameters)
	count(propagate.violation) == 1 with input as fixture.with_parameters(from("Service", "TASK_DEFINITION"), parameters)
	count(propagate.violation) == 0 with input as fixture.with_parameters(from("Task", "TASK_DEFINITION"), parameters)
}

test_updates if {
	standing := {"op": "add", "path": "/context/service", "value": {"propagateTags": "NONE"}}
	found := propagate.violation with input as fixture.changed(fixture.asking("Service", "UPDATE", {}), [standing])
	fixture.fields(found) == {"/context/service/propagateTags"}
	count(propagate.violation) == 0 with input as fixture.asking("Daemon", "UPDATE", {})
}

test_not_applicable_to_running_tasks if {
	running := fixture.changed(from("Task", "NONE"), [{"op": "add", "path": "/action", "value": "ECS Task State Change"}])
	found := propagate.violation with input as running
	found == {{"outcome": "notApplicable", "msg": "ECS does not say how a running task got its tags"}}
	called := fixture.changed(from("Task", "NONE"), [{"op": "add", "path": "/action", "value": "RunTask"}])
	count(propagate.violation) == 1 with input as called
}

test_refuses_wrong_types if {
	every wrong in ["service", "", null, true, ["SERVICE"]] {
		count(propagate.violation) == 1 with input as from("Service", wrong)
	}
}

test_unknown if {
	every case in fixture.unknown_object(from("Service", "SERVICE"), ["", "/propagateTags"]) {
		found := propagate.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
}
