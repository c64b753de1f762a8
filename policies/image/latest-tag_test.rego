package policies.image["latest-tag_test"]

import data.lib.express_fixture_test as express
import data.lib.fixture_test as fixture
import data.policies.image["latest-tag"] as latest_tag

sha256 := "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"

test_allows_other_tags if {
	every image in ["web:1.2", "web:latest-1", "reg.example:5000/web:1", $"web@sha256:{sha256}", $"web:latest@sha256:{sha256}"] {
		count(latest_tag.violation) == 0 with input as fixture.with_container("image", image)
	}
}

test_refuses_latest if {
	every image in ["web:latest", "web:Latest", "reg.example:5000/a/web:latest", "web:latest@sha256:abc"] {
		found := latest_tag.violation with input as fixture.with_container("image", image)
		every violation in found { contains(lower(violation.msg), "has the moving tag latest") }
		count(found) == 1
	}
}

test_refuses_no_tag if {
	every image in ["web", "web:", "reg.example:5000/web", "localhost:5000/web", ""] {
		found := latest_tag.violation with input as fixture.with_container("image", image)
		{violation.msg | some violation in found} == {"the image of container web has no tag"}
	}
}

test_denied_tags if {
	parameters := {"deniedTags": ["stable", "Main"]}
	every image in ["web:stable", "web:main"] {
		count(latest_tag.violation) == 1 with input as fixture.with_parameters(fixture.with_container("image", image), parameters)
	}
	count(latest_tag.violation) == 0 with input as fixture.with_parameters(fixture.with_container("image", "web:latest"), parameters)
}

test_refuses_wrong_types if {
	every wrong in [1, ["web:1"], {}] {
		messages := {violation.msg | some violation in latest_tag.violation} with input as fixture.with_container("image", wrong)
		messages == {"the image of container web is no text"}
	}
	count(latest_tag.violation) == 1 with input as fixture.with_container("image", null)
	count(latest_tag.violation) == 1 with input as fixture.without_container("image")
}

test_unknown if {
	every case in fixture.unknown_container("image") {
		found := latest_tag.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
}

test_express_services if {
	count(latest_tag.violation) == 0 with input as express.creating([])
	latest_tag.violation == {{
		"msg": "the image of container Main has no tag",
		"field": "/primaryContainer/image",
	}} with input as express.with_member("/primaryContainer/image", "nginx")
	every case in express.unknown_container("image") {
		found := latest_tag.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
}
