package lib.decisive_test

import data.lib.decisive
import data.lib.fixture_test as fixture

test_fact if {
	known := {"found": 1, "at": "/a"}
	unknown := {"found": fixture.marker, "at": "/b"}
	decisive.fact([known, {"found": 2, "at": "/c"}]) == known
	decisive.fact([known, unknown, {"found": fixture.marker, "at": "/d"}]) == unknown
}

test_gap if {
	decisive.gap(["a", 1, fixture.marker], "") == {"at": "/1", "found": 1}
	decisive.gap(["a", fixture.marker], "/name") == {"at": "/1/name", "found": fixture.marker}
	decisive.gap(["a", "b"], "/name") == {"at": "", "found": ""}
	decisive.gap([], "") == {"at": "", "found": ""}
}
