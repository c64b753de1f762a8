package policies.runtime["guardduty-tag_test"]

import data.lib.fixture_test as fixture
import data.policies.runtime["guardduty-tag"] as guardduty_tag

tagging(key, found) := fixture.asking("Tags", "UPDATE", {"resourceArn": "arn", "tags": [{"key": key, "value": found}]})

creating(tags) := fixture.asking("Cluster", "CREATE", {"clusterName": "a", "tags": tags})

untagging(keys) := fixture.asking("Tags", "DELETE", {"resourceArn": "arn", "tagKeys": keys})

test_allows_true if {
	count(guardduty_tag.violation) == 0 with input as tagging("GuardDutyManaged", "true")
	count(guardduty_tag.violation) == 0 with input as creating([{"key": "GuardDutyManaged", "value": "true"}])
}

test_allows_other_tags if {
	count(guardduty_tag.violation) == 0 with input as tagging("Owner", "false")
	count(guardduty_tag.violation) == 0 with input as untagging(["Owner"])
	count(guardduty_tag.violation) == 0 with input as creating([])
	count(guardduty_tag.violation) == 0 with input as fixture.asking("Cluster", "CREATE", {})
}

test_refuses_false if {
	guardduty_tag.violation == {{
		"msg": "the tag GuardDutyManaged is false, not true",
		"field": "/tags/0/value",
	}} with input as creating([{"key": "GuardDutyManaged", "value": "false"}])
	every wrong in ["False", "TRUE", "", null, true, {}] {
		count(guardduty_tag.violation) == 1 with input as tagging("GuardDutyManaged", wrong)
	}
	count(guardduty_tag.violation) == 1 with input as creating([{"key": "GuardDutyManaged"}])
}

test_refuses_other_spellings if {
	guardduty_tag.violation == {{
		"msg": "the tag guarddutyManaged is not spelt GuardDutyManaged, so GuardDuty does not see it",
		"field": "/tags/0/key",
	}} with input as tagging("guarddutyManaged", "true")
}

test_refuses_removing_it if {
	guardduty_tag.violation == {{
		"msg": "the tag GuardDutyManaged is removed",
		"field": "/tagKeys/1",
	}} with input as untagging(["Owner", "GuardDutyManaged"])
	clusters := fixture.asking("Cluster", "UPDATE", {"tagKeys": ["GuardDutyManaged"]})
	count(guardduty_tag.violation) == 0 with input as clusters
}

test_require_tag if {
	parameters := {"requireTag": true}
	guardduty_tag.violation == {{
		"msg": "the tag GuardDutyManaged is missing",
		"field": "/tags",
	}} with input as fixture.with_parameters(creating([{"key": "Owner", "value": "a"}]), parameters)
	with_tag := creating([{"key": "GuardDutyManaged", "value": "true"}])
	count(guardduty_tag.violation) == 0 with input as fixture.with_parameters(with_tag, parameters)
	count(guardduty_tag.violation) == 0 with input as fixture.with_parameters(tagging("Owner", "a"), parameters)
	tagging_new := fixture.asking("Tags", "CREATE", {"tags": [{"key": "Owner", "value": "a"}]})
	count(guardduty_tag.violation) == 0 with input as fixture.with_parameters(tagging_new, parameters)
	updating := fixture.asking("Cluster", "UPDATE", {})
	count(guardduty_tag.violation) == 0 with input as fixture.with_parameters(updating, parameters)
	count(guardduty_tag.violation) == 0 with input as fixture.with_parameters(creating([]), {"requireTag": false})
}

test_refuses_wrong_types if {
	every wrong in [null, "x", {}, [null], [{"key": 1}]] {
		count(guardduty_tag.violation) == 1 with input as creating(wrong)
	}
	every wrong in [null, "x", {}, [1]] {
		count(guardduty_tag.violation) == 1 with input as untagging(wrong)
	}
}

test_unknown if {
	every path in ["", "/tags", "/tags/0", "/tags/0/key", "/tags/0/value"] {
		document := fixture.changed(
			creating([{"key": "GuardDutyManaged", "value": "true"}]),
			[{"op": "replace", "path": $"/object{path}", "value": fixture.marker}],
		)
		found := guardduty_tag.violation with input as document
		fixture.only_unknown(found, path)
	}
	every keys, path in {"all": "/tagKeys", "one": "/tagKeys/0"} {
		value := {"all": fixture.marker, "one": [fixture.marker]}[keys]
		found := guardduty_tag.violation with input as untagging(value)
		fixture.only_unknown(found, path)
	}
}
