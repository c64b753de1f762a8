package policies.tags.managed_test

import data.lib.fixture_test as fixture
import data.policies.tags.managed

managing(kind, found) := fixture.asking(kind, "CREATE", {"enableECSManagedTags": found})

test_allows_managed_tags if {
	every kind in ["Service", "Task", "Daemon"] {
		count(managed.violation) == 0 with input as managing(kind, true)
	}
}

test_refuses_none if {
	every kind in ["Service", "Task", "Daemon"] {
		found := managed.violation with input as fixture.asking(kind, "CREATE", {})
		found == {{"msg": "the tags that ECS manages are off", "field": "/enableECSManagedTags"}}
		count(managed.violation) == 1 with input as managing(kind, false)
	}
}

test_updates if {
	standing := {"op": "add", "path": "/context/service", "value": {"enableECSManagedTags": true}}
	count(managed.violation) == 0 with input as fixture.changed(fixture.asking("Service", "UPDATE", {}), [standing])
	count(managed.violation) == 1 with input as fixture.asking("Service", "UPDATE", {})
	count(managed.violation) == 0 with input as fixture.asking("Daemon", "UPDATE", {})
}

test_not_applicable_to_running_tasks if {
	running := fixture.changed(managing("Task", false), [{"op": "add", "path": "/action", "value": "ECS Task State Change"}])
	found := managed.violation with input as running
	found == {{"outcome": "notApplicable", "msg": "ECS does not say how a running task got its tags"}}
}

test_refuses_wrong_types if {
	every wrong in ["true", 1, null, [], {}] {
		count(managed.violation) == 1 with input as managing("Service", wrong)
	}
}

test_unknown if {
	every case in fixture.unknown_object(managing("Service", true), ["", "/enableECSManagedTags"]) {
		found := managed.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
}
