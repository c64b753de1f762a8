package lib.tag_test

import data.lib.fixture_test as fixture
import data.lib.tag

tagged(tags) := fixture.asking("Cluster", "CREATE", {"tags": tags})

team := {"key": "team", "value": "a"}

test_any_tag_will_do if {
	every tags in [[team], [{"key": "aws:x", "value": "y"}, team], [{"key": "team"}], [{"key": "team", "value": fixture.marker}]] {
		found := tag.missing([]) with input as tagged(tags)
		found == []
	}
}

test_no_tag if {
	every tags in [[], [{"key": "aws:cloudformation:stack-name", "value": "y"}]] {
		found := tag.missing([]) with input as tagged(tags)
		found == [{"msg": "there is no tag", "field": "/tags"}]
	}
	none := tag.missing([]) with input as fixture.asking("Cluster", "CREATE", {})
	count(none) == 1
}

test_required if {
	all := tag.missing(["team"]) with input as tagged([team])
	all == []
	some_missing := tag.missing(["cost", "team", "Team"]) with input as tagged([team])
	some_missing == [{"msg": "the tag cost is missing", "field": "/tags"}, {"msg": "the tag Team is missing", "field": "/tags"}]
}

test_what_cannot_be_read if {
	every wrong in [null, "team", {"team": "a"}, [null], ["team"], [{"key": null}], [{}]] {
		found := tag.missing(["team"]) with input as tagged(wrong)
		found == [{"msg": "the tags cannot be read", "field": "/tags/0/key"}]
	}
	beside := tag.missing(["team"]) with input as tagged([null, team])
	beside == []
}

test_unknown if {
	every case in fixture.unknown_object(tagged([{"key": "other"}]), ["/tags", "/tags/0", "/tags/0/key", ""]) {
		found := tag.missing(["team"]) with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
}

test_updates if {
	none := tag.missing(["team"]) with input as fixture.asking("Cluster", "UPDATE", {})
	none == []
	service := fixture.launching("Service", "UPDATE", {})
	kept := {"op": "add", "path": "/context/service", "value": {"tags": [team]}}
	left := tag.missing(["team"]) with input as fixture.changed(service, [kept])
	left == []
	unseen := tag.missing(["team"]) with input as service
	unseen == [{"msg": "the tags cannot be read", "field": "/context/service/tags/0/key"}]
}
