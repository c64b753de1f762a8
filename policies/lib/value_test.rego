package lib.value_test

import data.lib.fixture_test as fixture
import data.lib.value

test_get if {
	value.get({"a": false}, "a", true) == false
	value.get({}, "a", true) == true
	value.get({"a": null}, "a", true) == null
}

test_get_carries_a_marker_along if {
	value.get(value.get(fixture.marker, "a", {}), "b", 1) == fixture.marker
	value.get({"a": fixture.marker}, "a", 1) == fixture.marker
}

test_get_from_what_is_no_object if {
	every wrong in [null, "text", 1, true, [], ["a"]] {
		value.get(wrong, "a", 1) == value.malformed
		value.get(value.get(wrong, "a", {}), "b", 1) == value.malformed
	}
}

test_list if {
	value.list({"a": [1, 2]}, "a") == [1, 2]
	value.list({"a": []}, "a") == []
	value.list({}, "a") == []
	value.list({"a": fixture.marker}, "a") == [fixture.marker]
	value.list(fixture.marker, "a") == [fixture.marker]
	every wrong in [null, "text", {}, {"b": 1}, 1, false] {
		value.list({"a": wrong}, "a") == [value.malformed]
		value.list(wrong, "a") in [[value.malformed], []]
	}
}

test_only_a_reason_makes_a_marker if {
	value.unknown(fixture.marker)
	every other in [{"$unknown": 1}, {"$unknown": null}, {"$unknown": {}}, {}, [], "$unknown", null] {
		not value.unknown(other)
	}
}

test_problem if {
	value.problem("x", "is wrong") == "is wrong"
	value.problem({"$unknown": 1}, "is wrong") == "is wrong"
	value.problem(null, "is wrong") == "cannot be read"
	value.problem({"$unknown": "Ref Image"}, "is wrong") == "cannot be judged before it is deployed (Ref Image)"
}
