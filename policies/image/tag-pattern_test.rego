package policies.image["tag-pattern_test"]

import data.lib.express_fixture_test as express
import data.lib.fixture_test as fixture
import data.policies.image["tag-pattern"] as tag_pattern

from(found) := fixture.with_container("image", found)

digest := "sha256:2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"

test_allows_versions if {
	count(tag_pattern.violation) == 0 with input as fixture.compliant
	every found in ["web:1.4.2", "web:v1.4.2", "web:1.4.2-rc.1", "reg.example:5000/a/web:10.0.0", $"web@{digest}"] {
		count(tag_pattern.violation) == 0 with input as from(found)
	}
}

test_allows_commits if {
	every tag in ["842a020", "842a0206d43c0eb4a69cb31d6debdb52a46cb9e7"] {
		count(tag_pattern.violation) == 0 with input as from($"web:{tag}")
		count(tag_pattern.violation) == 0 with input as fixture.with_parameters(from($"web:{tag}"), {"allowedTags": ["commit"]})
		count(tag_pattern.violation) == 1 with input as fixture.with_parameters(from($"web:{tag}"), {"allowedTags": ["semver"]})
	}
	every tag in ["842a02", "842a0206d43c0eb4a69cb31d6debdb52a46cb9e70", "842a02g", "842A020", "commit"] {
		count(tag_pattern.violation) == 1 with input as from($"web:{tag}")
	}
}

test_refuses_other_tags if {
	tag_pattern.violation == {{
		"msg": "the image of container web has the tag main, which is not of an agreed form",
		"field": "/containerDefinitions/0/image",
	}} with input as from("web:main")
	every found in ["web:1", "web:1.4", "web:latest", "web:vv1.4.2", "web:semver", $"web:main@{digest}", "reg.example:5000/web:x"] {
		count(tag_pattern.violation) == 1 with input as from(found)
	}
}

test_refuses_no_tag_and_no_digest if {
	every found in ["web", "web:", "", "reg.example:5000/web", "web@sha256:abc"] {
		messages := {violation.msg | some violation in tag_pattern.violation} with input as from(found)
		messages == {"the image of container web has no tag"}
	}
}

test_refuses_when_run if {
	found := tag_pattern.violation with input as fixture.running(from("web:main"))
	fixture.fields(found) == {"/context/taskDefinition/containerDefinitions/0/image"}
}

test_allowed_tags if {
	parameters := {"allowedTags": ["release-*", "[0-9][0-9]"]}
	every found in ["web:release-7", "web:42"] {
		count(tag_pattern.violation) == 0 with input as fixture.with_parameters(from(found), parameters)
	}
	every found in ["web:1.4.2", "web:4", "web"] {
		count(tag_pattern.violation) == 1 with input as fixture.with_parameters(from(found), parameters)
	}
	count(tag_pattern.violation) == 1 with input as fixture.with_parameters(from("web"), {"allowedTags": ["*"]})
	count(tag_pattern.violation) == 0 with input as fixture.with_parameters(from("web:1.4.2"), {"allowedTags": ["x", "semver"]})
	every wrong in [[], null, "semver"] {
		count(tag_pattern.violation) == 1 with input as fixture.with_parameters(from("web:1.4.2"), {"allowedTags": wrong})
	}
}

test_refuses_wrong_types if {
	every wrong in [1, ["web:1.4.2"], {}] {
		messages := {violation.msg | some violation in tag_pattern.violation} with input as from(wrong)
		messages == {"the image of container web is no text"}
	}
	count(tag_pattern.violation) == 1 with input as from(null)
	count(tag_pattern.violation) == 1 with input as fixture.without_container("image")
}

test_express_services if {
	count(tag_pattern.violation) == 0 with input as express.creating([])
	tag_pattern.violation == {{
		"msg": "the image of container Main has the tag main, which is not of an agreed form",
		"field": "/primaryContainer/image",
	}} with input as express.with_member("/primaryContainer/image", "web:main")
	every case in express.unknown_container("image") {
		found := tag_pattern.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
}

test_unknown if {
	every member in ["image"] {
		every case in fixture.unknown_container(member) {
			found := tag_pattern.violation with input as case.input
			fixture.only_unknown(found, case.pointer)
		}
	}
}
