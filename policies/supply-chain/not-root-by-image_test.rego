package policies["supply-chain"]["not-root-by-image_test"]

import data.lib.evidence_fixture_test as known
import data.lib.fixture_test as fixture
import data.policies["supply-chain"]["not-root-by-image"] as not_root_by_image

# The fixture, whose container names this user, with an image that names that one.
input_of(user, config) := known.with_evidence(fixture.with_container("user", user), "config", config)

lacking(config) := known.with_evidence(fixture.without_container("user"), "config", config)

test_allows_images_that_name_a_user if {
	every user in ["1000", "app", "101:101"] {
		count(not_root_by_image.violation) == 0 with input as lacking({"User": user})
		count(not_root_by_image.violation) == 0 with input as input_of(" ", {"User": user})
	}
}

test_leaves_alone_what_the_container_decides if {
	every user in ["1000", "root"] {
		count(not_root_by_image.violation) == 0 with input as input_of(user, {"User": "root"})
		count(not_root_by_image.violation) == 0 with input as fixture.with_container("user", user)
	}
}

test_refuses_root if {
	every user in ["root", "0", "0:0", "00"] {
		not_root_by_image.violation == {{
			"msg": "the image of container web runs as root, and the container names no user",
			"field": "/containerDefinitions/0/image",
		}} with input as lacking({"User": user})
	}
}

test_refuses_images_without_a_user if {
	every config in [{}, {"User": ""}] {
		found := not_root_by_image.violation with input as lacking(config)
		{violation.msg | some violation in found} == {"the image of container web names no user, and neither does the container"}
	}
}

test_refuses_what_cannot_be_read if {
	every config in [null, "1000", [], {"User": null}, {"User": 1000}] {
		count(not_root_by_image.violation) == 1 with input as lacking(config)
	}
	every user in [null, 1000, ["app"], {}] {
		count(not_root_by_image.violation) == 1 with input as input_of(user, {"User": "1000"})
	}
	count(not_root_by_image.violation) == 1 with input as fixture.without_container("user")
}

test_windows_is_not_applicable if {
	found := not_root_by_image.violation with input as fixture.windows([{"op": "remove", "path": "/containerDefinitions/0/user"}])
	[violation.outcome | some violation in found] == ["notApplicable"]
	count(found) == 1
}

test_unknown_evidence if {
	known.only_unknown(not_root_by_image.violation, "config") with input as lacking(known.marker)
	count(not_root_by_image.violation) == 0 with input as input_of("1000", known.marker)
}

test_unknown if {
	every case in fixture.unknown_container("user") {
		found := not_root_by_image.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
	image := json.patch(lacking({"User": "1000"}), [{"op": "add", "path": "/request/object/containerDefinitions/0/image", "value": fixture.marker}])
	fixture.only_unknown(not_root_by_image.violation, "/containerDefinitions/0/image") with input as image
}

test_unknown_operating_system if {
	every pointer in ["/runtimePlatform", "/runtimePlatform/operatingSystemFamily"] {
		patched := json.patch(lacking({"User": "0"}), [{"op": "add", "path": $"/request/object{pointer}", "value": fixture.marker}])
		found := not_root_by_image.violation with input as patched
		fixture.only_unknown(found, pointer)
	}
}
