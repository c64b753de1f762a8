package policies.workload.links_test

import data.lib.fixture_test as fixture
import data.policies.workload.links

test_allows_none if {
	count(links.violation) == 0 with input as fixture.compliant
	count(links.violation) == 0 with input as fixture.with_container("links", [])
}

test_refuses_linked_containers if {
	found := links.violation with input as fixture.with_container("links", ["db:database"])
	found == {{
		"msg": "container web is linked to others",
		"field": "/containerDefinitions/0/links",
	}}
}

test_refuses_wrong_types if {
	every wrong in [null, "db", {}, 1, false] {
		count(links.violation) == 1 with input as fixture.with_container("links", wrong)
	}
}

test_refuses_when_run if {
	found := links.violation with input as fixture.running(fixture.with_container("links", ["db"]))
	fixture.fields(found) == {"/context/taskDefinition/containerDefinitions/0/links"}
}

test_unknown if {
	every case in fixture.unknown_container("links") {
		found := links.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
}
