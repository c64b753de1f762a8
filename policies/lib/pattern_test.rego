package lib.pattern_test

import data.lib.pattern

known := {"request": {"account": "123456789012", "region": "eu-west-1"}}

test_like if {
	every patterns in [["web"], ["w*"], ["*"], ["*b"], ["x", "web"]] {
		pattern.like("web", patterns) with input as known
	}
	every patterns in [["we"], ["eb"], ["W*"], [""], [], ["x*"], ["w?b"], ["[w]eb"]] {
		not pattern.like("web", patterns) with input as known
	}
}

test_own if {
	pattern.like("123456789012", ["{account}"]) with input as known
	pattern.like("arn:eu-west-1:123456789012:x", ["arn:{region}:{account}:*"]) with input as known
	not pattern.like("999999999999", ["{account}"]) with input as known
	not pattern.like("us-east-1", ["{region}"]) with input as known
}

test_own_is_like_nothing_when_it_is_not_known if {
	every text in ["", "{account}", "123456789012"] {
		not pattern.like(text, ["{account}"]) with input as {"request": {}}
	}
	not pattern.like("", ["{region}"]) with input as {"request": {"account": "123456789012"}}
	pattern.like("web", ["{account}", "web"]) with input as {"request": {}}
}

test_no_text_is_like_nothing if {
	every wrong in [null, 1, true, ["web"], {"web": "web"}] {
		not pattern.like(wrong, ["*", "web"]) with input as known
		not pattern.like("web", [wrong]) with input as known
	}
}

test_other_marks_of_globs_count_beside_a_star if {
	every patterns in [["w?b*"], ["[vw]eb*"], ["{web,db}*"], ["*{e,x}b"]] {
		pattern.like("web", patterns) with input as known
	}
	every patterns in [["x?b*"], ["[xy]eb*"], ["{db,x}*"], ["*{a,x}b"]] {
		not pattern.like("web", patterns) with input as known
	}
}
