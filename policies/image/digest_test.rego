package policies.image.digest_test

import data.lib.express_fixture_test as express
import data.lib.fixture_test as fixture
import data.policies.image.digest

sha256 := "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"

test_allows_digests if {
	every image in [$"web@sha256:{sha256}", $"web:1.2@sha256:{sha256}", $"reg.example:5000/a/web@sha256:{sha256}"] {
		count(digest.violation) == 0 with input as fixture.with_container("image", image)
	}
}

test_refuses_tags if {
	digest.violation == {{
		"msg": "the image of container web is not pinned by its digest",
		"field": "/containerDefinitions/0/image",
	}} with input as fixture.with_container("image", "web:1.2")
}

test_refuses_what_is_no_digest if {
	every image in [
		"web", "web@sha256:", "web@sha256:abc", $"web@sha256:{upper(sha256)}", $"web@sha256:{sha256}0", $"web@md5:{sha256}",
		$"web:sha256:{sha256}", $"web@sha256:{sha256}@sha256:{sha256}", $"web@sha256:{replace(sha256, "2c", "xx")}",
	] {
		count(digest.violation) == 1 with input as fixture.with_container("image", image)
	}
}

test_refuses_wrong_types if {
	every wrong in ["", null, 1, ["web"], {}] {
		count(digest.violation) == 1 with input as fixture.with_container("image", wrong)
	}
	count(digest.violation) == 1 with input as fixture.without_container("image")
}

test_unknown if {
	every case in fixture.unknown_container("image") {
		found := digest.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
}

test_express_services if {
	count(digest.violation) == 0 with input as express.creating([])
	digest.violation == {{
		"msg": "the image of container Main is not pinned by its digest",
		"field": "/primaryContainer/image",
	}} with input as express.with_member("/primaryContainer/image", "nginx:1")
	every case in express.unknown_container("image") {
		found := digest.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
}
