package policies.workload["health-check_test"]

import data.lib.fixture_test as fixture
import data.policies.workload["health-check"] as health_check

checking(command) := fixture.with_container("healthCheck", {"command": command})

test_allows_checks if {
	every command in [["CMD-SHELL", "curl -f http://localhost/ || exit 1"], ["CMD", "/healthy", "-q"]] {
		count(health_check.violation) == 0 with input as checking(command)
	}
}

test_refuses_containers_without_a_check if {
	found := health_check.violation with input as fixture.compliant
	found == {{
		"msg": "container web has no health check",
		"field": "/containerDefinitions/0/healthCheck/command",
	}}
}

test_refuses_checks_of_nothing if {
	every command in [[], ["NONE"], ["CMD"], ["CMD-SHELL", ""], ["curl", "localhost"], ["cmd", "x"], [null, "x"], ["CMD", 1]] {
		count(health_check.violation) == 1 with input as checking(command)
	}
}

test_essential_only if {
	document := fixture.with_container("essential", false)
	count(health_check.violation) == 0 with input as document
	count(health_check.violation) == 1 with input as fixture.with_parameters(document, {"essentialOnly": false})
	every essential in [true, null, "false", fixture.marker] {
		count(health_check.violation) == 1 with input as fixture.with_container("essential", essential)
	}
}

test_refuses_wrong_types if {
	every wrong in [null, "CMD", 1, {"0": "CMD", "1": "x"}] {
		count(health_check.violation) == 1 with input as checking(wrong)
	}
	count(health_check.violation) == 1 with input as fixture.with_container("healthCheck", "CMD")
}

test_refuses_when_run if {
	found := health_check.violation with input as fixture.running(fixture.compliant)
	fixture.fields(found) == {"/context/taskDefinition/containerDefinitions/0/healthCheck/command"}
}

test_unknown if {
	every case in fixture.unknown(["/containerDefinitions/0/healthCheck", "/containerDefinitions"]) {
		found := health_check.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
	container := fixture.registering([{"op": "replace", "path": "/containerDefinitions/0", "value": fixture.marker}])
	found := health_check.violation with input as container
	fixture.only_unknown(found, "/containerDefinitions/0")
}

test_unknown_command if {
	found := health_check.violation with input as checking(fixture.marker)
	fixture.only_unknown(found, "/containerDefinitions/0/healthCheck/command")
}

test_unknown_words if {
	every command in [[fixture.marker, "true"], ["CMD", fixture.marker]] {
		found := health_check.violation with input as fixture.with_container("healthCheck", {"command": command})
		fixture.only_unknown(found, "/containerDefinitions/0/healthCheck/command")
	}
}

test_unknown_whether_it_is_essential if {
	document := fixture.changed(fixture.without_container("logConfiguration"), [
		{"op": "remove", "path": "/object/containerDefinitions/0/environment"},
		{"op": "add", "path": "/object/containerDefinitions/0/healthCheck", "value": {"command": ["NONE"]}},
		{"op": "add", "path": "/object/containerDefinitions/0/essential", "value": fixture.marker},
	])
	found := health_check.violation with input as document
	fixture.only_unknown(found, "/containerDefinitions/0/essential")
	all := health_check.violation with input as fixture.with_parameters(document, {"essentialOnly": false})
	fixture.fields(all) == {"/containerDefinitions/0/healthCheck/command"}
}
