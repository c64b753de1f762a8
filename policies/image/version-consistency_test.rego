package policies.image["version-consistency_test"]

import data.lib.fixture_test as fixture
import data.policies.image["version-consistency"] as version_consistency

disabled(found) := fixture.registering([
	{"op": "add", "path": "/containerDefinitions/0/versionConsistency", "value": "disabled"},
	{"op": "add", "path": "/containerDefinitions/0/image", "value": found},
])

test_allows_enabled_and_absent if {
	count(version_consistency.violation) == 0 with input as fixture.compliant
	count(version_consistency.violation) == 0 with input as fixture.with_container("versionConsistency", "enabled")
}

test_allows_disabled_for_a_digest if {
	count(version_consistency.violation) == 0 with input as fixture.with_container("versionConsistency", "disabled")
}

test_refuses_disabled if {
	version_consistency.violation == {{
		"msg": "container web turns the resolution of its image tag off",
		"field": "/containerDefinitions/0/versionConsistency",
	}} with input as disabled("web:1.4.2")
	every found in ["web", null, fixture.marker, "web@sha256:abc"] {
		count(version_consistency.violation) == 1 with input as disabled(found)
	}
}

test_refuses_when_run if {
	found := version_consistency.violation with input as fixture.running(disabled("web:1.4.2"))
	fixture.fields(found) == {"/context/taskDefinition/containerDefinitions/0/versionConsistency"}
}

test_refuses_wrong_types if {
	every wrong in ["", "ENABLED", "on", true, false, null, 1, {}, []] {
		count(version_consistency.violation) == 1 with input as fixture.with_container("versionConsistency", wrong)
	}
}

test_unknown if {
	every member in ["versionConsistency"] {
		every case in fixture.unknown_container(member) {
			found := version_consistency.violation with input as case.input
			fixture.only_unknown(found, case.pointer)
		}
	}
}

test_unknown_image if {
	document := fixture.with_container("versionConsistency", "disabled")
	image := [{"op": "add", "path": "/object/containerDefinitions/0/image", "value": fixture.marker}]
	found := version_consistency.violation with input as fixture.changed(document, image)
	fixture.only_unknown(found, "/containerDefinitions/0/image")
	wrong := version_consistency.violation with input as fixture.changed(fixture.with_container("versionConsistency", "off"), image)
	fixture.fields(wrong) == {"/containerDefinitions/0/versionConsistency"}
}
