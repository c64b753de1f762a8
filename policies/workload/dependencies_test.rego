package policies.workload.dependencies_test

import data.lib.fixture_test as fixture
import data.policies.workload.dependencies

depending(dependencies, target) := fixture.registering([
	{"op": "add", "path": "/containerDefinitions/0/dependsOn", "value": dependencies},
	{"op": "add", "path": "/containerDefinitions/-", "value": object.union({"name": "db"}, target)},
])

on_db(condition) := [{"containerName": "db", "condition": condition}]

test_allows_what_can_happen if {
	count(dependencies.violation) == 0 with input as fixture.compliant
	count(dependencies.violation) == 0 with input as depending(on_db("START"), {})
	count(dependencies.violation) == 0 with input as depending(on_db("HEALTHY"), {"healthCheck": {"command": ["CMD", "ok"]}})
	count(dependencies.violation) == 0 with input as depending(on_db("COMPLETE"), {"essential": false})
	count(dependencies.violation) == 0 with input as depending(on_db("SUCCESS"), {"essential": false})
}

test_refuses_unheard_of_containers if {
	found := dependencies.violation with input as depending([{"containerName": "cache", "condition": "START"}], {})
	found == {{
		"msg": "what container web waits for is cache, which there is not",
		"field": "/containerDefinitions/0/dependsOn/0/containerName",
	}}
}

test_refuses_unheard_of_conditions if {
	found := dependencies.violation with input as depending(on_db("READY"), {})
	found == {{
		"msg": "what container web waits for is READY, which is no condition",
		"field": "/containerDefinitions/0/dependsOn/0/condition",
	}}
}

test_refuses_health_without_a_check if {
	found := dependencies.violation with input as depending(on_db("HEALTHY"), {})
	found == {{
		"msg": "container web waits for db, which has no health check",
		"field": "/containerDefinitions/1/healthCheck/command",
	}}
	count(dependencies.violation) == 1 with input as depending(on_db("HEALTHY"), {"healthCheck": {"command": []}})
}

test_refuses_the_end_of_an_essential_container if {
	every condition in ["COMPLETE", "SUCCESS"] {
		every target in [{}, {"essential": true}, {"essential": null}] {
			found := dependencies.violation with input as depending(on_db(condition), target)
			fixture.fields(found) == {"/containerDefinitions/1/essential"}
		}
	}
	found := dependencies.violation with input as depending(on_db("SUCCESS"), {})
	{violation.msg | some violation in found} == {"container web waits for db, which is essential and so never to end"}
}

test_refuses_wrong_types if {
	every wrong in ["db", null, {}, 1, [null], ["db"], [{}]] {
		count(dependencies.violation) == 2 with input as depending(wrong, {})
	}
	count(dependencies.violation) == 1 with input as depending([{"containerName": 1, "condition": "START"}], {})
}

test_refuses_when_run if {
	found := dependencies.violation with input as fixture.running(depending(on_db("HEALTHY"), {}))
	fixture.fields(found) == {"/context/taskDefinition/containerDefinitions/1/healthCheck/command"}
}

test_unknown if {
	every case in fixture.unknown_container("dependsOn") {
		found := dependencies.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
}

test_unknown_target if {
	check := dependencies.violation with input as depending(on_db("HEALTHY"), {"healthCheck": fixture.marker})
	fixture.only_unknown(check, "/containerDefinitions/1/healthCheck/command")
	essential := dependencies.violation with input as depending(on_db("SUCCESS"), {"essential": fixture.marker})
	fixture.only_unknown(essential, "/containerDefinitions/1/essential")
	name := dependencies.violation with input as depending([{"containerName": "cache", "condition": "START"}], {"name": fixture.marker})
	fixture.only_unknown(name, "/containerDefinitions/1/name")
	wrong := dependencies.violation with input as depending([{"containerName": 1, "condition": "START"}], {"name": fixture.marker})
	fixture.fields(wrong) == {"/containerDefinitions/0/dependsOn/0/containerName"}
	condition := dependencies.violation with input as depending(on_db(fixture.marker), {})
	fixture.only_unknown(condition, "/containerDefinitions/0/dependsOn/0/condition")
	known := dependencies.violation with input as depending([{"containerName": "web", "condition": "START"}], {"name": fixture.marker})
	count(known) == 0
}
