package policies.runtime.quarantine_test

import data.lib.fixture_test as fixture
import data.policies.runtime.quarantine

entry := {
	"of": "image",
	"is": "web@sha256:abc",
	"until": "2026-12-01T00:00:00Z",
	"reason": "runtime/alert-types: a coin miner",
	"field": "/containerDefinitions/0/image",
}

listing(entries) := fixture.changed(fixture.compliant, [{"op": "add", "path": "/context", "value": {"quarantine": entries}}])

test_refuses_listed if {
	quarantine.violation == {{
		"msg": "image web@sha256:abc is quarantined until 2026-12-01T00:00:00Z: runtime/alert-types: a coin miner",
		"field": "/containerDefinitions/0/image",
	}} with input as listing([entry])
	count(quarantine.violation) == 2 with input as listing([entry, object.union(entry, {"is": "other"})])
}

test_allows_what_is_not_listed if {
	count(quarantine.violation) == 0 with input as listing([])
	count(quarantine.violation) == 0 with input as fixture.running(fixture.compliant)
}

test_refuses_what_cannot_be_read if {
	every entries in [null, "x", [null], [{}], fixture.marker] {
		count(quarantine.violation) == 1 with input as listing(entries)
	}
}
