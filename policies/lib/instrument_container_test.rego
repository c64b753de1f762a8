package lib.instrument_container_test

import data.lib.fixture_test as fixture
import data.lib.instrument_fixture_test as on
import data.policies.runtime["instrument-sysdig"] as sysdig

parameters := {"agentImage": "quay.io/sysdig/workload-agent:6", "collectorHost": "collector.example", "accessKeySecret": on.secret}

bare := {
	"msg": "container web does not start under Sysdig's agent",
	"field": "/containerDefinitions/0/entryPoint",
}

set_member(pointer, found) := {"op": "add", "path": pointer, "value": found}

# What the agent's members would be put beside is of another type, or not known: then nothing is done.
test_wrong_types if {
	every case in wrong_members {
		[member, wrong] := case
		document := on.registering(parameters, [
			on.container("linuxParameters", {"capabilities": {"add": [], "drop": []}}),
			on.container(member, wrong),
		])
		operations := sysdig.patch with input as document
		operations == []
		found := sysdig.violation with input as document
		some violation in found
		startswith($"{violation.field}/", $"/containerDefinitions/0/{member}/")
	}
}

wrong_members contains [member, wrong] if {
	some member in [
		"linuxParameters/capabilities/add", "linuxParameters/capabilities/drop", "entryPoint", "command", "environment", "secrets",
		"mountPoints", "volumesFrom", "dependsOn", "image", "name",
	]
	some wrong in [1, fixture.marker]
}

wrong_members contains [member, wrong] if {
	some member in ["linuxParameters", "linuxParameters/capabilities"]
	some wrong in [null, fixture.marker]
}

test_unknown if {
	every pointer in ["/family", "/pidMode", "/executionRoleArn", "/runtimePlatform", "/volumes"] {
		document := on.registering(parameters, [set_member(pointer, fixture.marker)])
		operations := sysdig.patch with input as document
		operations == []
		found := sysdig.violation with input as document
		fixture.only_unknown(found - {bare}, pointer)
	}
	every pointer in [
		"/containerDefinitions/0/image", "/containerDefinitions/0/entryPoint", "/containerDefinitions/0", "/containerDefinitions",
	] {
		document := on.registering(parameters, [
			on.container("entryPoint", []),
			{"op": "replace", "path": pointer, "value": fixture.marker},
		])
		operations := sysdig.patch with input as document
		operations == []
		found := sysdig.violation with input as document
		fixture.only_unknown(found, pointer)
	}
}

test_unknown_compatibilities if {
	document := on.registering(parameters, [set_member("/requiresCompatibilities", fixture.marker)])
	operations := sysdig.patch with input as document
	operations == []
	found := sysdig.violation with input as document
	fixture.only_unknown(found, "/requiresCompatibilities")
}
