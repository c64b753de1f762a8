package policies.deployment.alarms_test

import data.lib.fixture_test as fixture
import data.policies.deployment.alarms

with_alarms(found) := fixture.launching("Service", "CREATE", {"deploymentConfiguration": {"alarms": found}})

good := {"alarmNames": ["web-5xx"], "enable": true, "rollback": true}

field := "/deploymentConfiguration/alarms"

test_allows_alarms if {
	count(alarms.violation) == 0 with input as with_alarms(good)
}

test_refuses_none if {
	found := alarms.violation with input as fixture.launching("Service", "CREATE", {})
	found == {{"msg": "the alarms of deployments are off", "field": $"{field}/enable"}}
}

test_refuses_each_flaw if {
	every flaw in [
		["enable", false, "are off"], ["enable", null, "cannot be read"], ["alarmNames", [], "are not named"],
		["rollback", false, "do not roll back"], ["rollback", "true", "do not roll back"],
	] {
		[member, found, text] := flaw
		violations := alarms.violation with input as with_alarms(object.union(good, {member: found}))
		violations == {{"msg": $"the alarms of deployments {text}", "field": $"{field}/{member}"}}
	}
	every names in [[""], [1], ["web-5xx", {}], "web-5xx", null] {
		violations := alarms.violation with input as with_alarms(object.union(good, {"alarmNames": names}))
		every violation in violations {
			startswith(violation.field, $"{field}/alarmNames/")
		}
		count(violations) == 1
	}
	every member in ["alarmNames", "enable", "rollback"] {
		violations := alarms.violation with input as with_alarms(object.remove(good, [member]))
		fixture.fields(violations) == {$"{field}/{member}"}
	}
}

test_daemons if {
	watched := {"deploymentConfiguration": {"alarms": {"alarmNames": ["agent"], "enable": true}}}
	every operation in ["CREATE", "UPDATE"] {
		count(alarms.violation) == 0 with input as fixture.asking("Daemon", operation, watched)
	}
	found := alarms.violation with input as fixture.asking("Daemon", "CREATE", {})
	fixture.fields(found) == {$"{field}/enable"}
	count(alarms.violation) == 0 with input as fixture.asking("Daemon", "UPDATE", {})
}

test_refuses_what_an_update_leaves if {
	call := fixture.launching("Service", "UPDATE", {})
	standing := {"op": "add", "path": "/context/service", "value": {"deploymentConfiguration": {"alarms": object.union(good, {"rollback": false})}}}
	found := alarms.violation with input as fixture.changed(call, [standing])
	fixture.fields(found) == {$"/context/service{field}/rollback"}
}

test_not_applicable_to_other_controllers if {
	found := alarms.violation with input as fixture.launching("Service", "CREATE", {"deploymentController": {"type": "EXTERNAL"}})
	found == {{"outcome": "notApplicable", "msg": "the service is deployed by EXTERNAL, which these settings do not concern"}}
}

test_unknown if {
	pointers := ["", "/deploymentConfiguration", field, $"{field}/enable", $"{field}/alarmNames", $"{field}/rollback"]
	every case in fixture.unknown_object(with_alarms(good), pointers) {
		found := alarms.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
}

test_unknown_names if {
	found := alarms.violation with input as with_alarms(object.union(good, {"alarmNames": ["web-5xx", fixture.marker]}))
	fixture.only_unknown(found, $"{field}/alarmNames/1")
}

test_unknown_controller if {
	every pointer in ["/deploymentController", "/deploymentController/type"] {
		call := fixture.launching("Service", "CREATE", {"deploymentController": {"type": "ECS"}})
		found := alarms.violation with input as fixture.changed(call, [{"op": "add", "path": $"/object{pointer}", "value": fixture.marker}])
		fixture.only_unknown(found, pointer)
	}
}
