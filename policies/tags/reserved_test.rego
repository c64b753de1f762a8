package policies.tags.reserved_test

import data.lib.fixture_test as fixture
import data.policies.tags.reserved

tagging(kind, key) := fixture.asking(kind, "CREATE", {"tags": [{"key": "team", "value": "a"}, {"key": key, "value": "b"}]})

untagging(keys) := fixture.asking("Tags", "DELETE", {"resourceArn": "arn", "tagKeys": keys})

test_allows_other_keys if {
	every kind in ["TaskDefinition", "Task", "Cluster", "Tags"] {
		count(reserved.violation) == 0 with input as tagging(kind, "taskgate")
		count(reserved.violation) == 0 with input as fixture.asking(kind, "CREATE", {})
	}
	count(reserved.violation) == 0 with input as untagging(["team"])
}

test_refuses_reserved_keys if {
	every kind in ["TaskDefinition", "Task", "Cluster", "Tags"] {
		found := reserved.violation with input as tagging(kind, "taskgate:admitted")
		found == {{"msg": "the tag taskgate:admitted is reserved", "field": "/tags/1/key"}}
	}
	count(reserved.violation) == 1 with input as tagging("Tags", "TaskGate:Admitted")
}

test_refuses_to_take_them_away if {
	found := reserved.violation with input as untagging(["team", "taskgate:admitted"])
	found == {{"msg": "the tag taskgate:admitted is reserved", "field": "/tagKeys/1"}}
	other := fixture.asking("Cluster", "CREATE", {"tagKeys": ["taskgate:admitted"]})
	count(reserved.violation) == 0 with input as other
}

test_reserved_keys if {
	parameters := {"reservedKeys": ["Admitted"]}
	count(reserved.violation) == 1 with input as fixture.with_parameters(tagging("Tags", "admitted"), parameters)
	count(reserved.violation) == 0 with input as fixture.with_parameters(tagging("Tags", "taskgate:x"), parameters)
}

test_refuses_wrong_types if {
	every wrong in [null, 1, [], {}] {
		count(reserved.violation) == 1 with input as tagging("Tags", wrong)
		count(reserved.violation) == 1 with input as untagging([wrong])
	}
	every wrong in [null, "team", {}] {
		count(reserved.violation) == 1 with input as untagging(wrong)
	}
	count(reserved.violation) == 2 with input as json.remove(untagging([]), ["/request/object"])
}

test_unknown if {
	every case in fixture.unknown_object(tagging("Tags", "a"), ["", "/tags", "/tags/1", "/tags/1/key"]) {
		found := reserved.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
	every case in fixture.unknown_object(untagging(["a"]), ["", "/tagKeys", "/tagKeys/0"]) {
		found := reserved.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
}
