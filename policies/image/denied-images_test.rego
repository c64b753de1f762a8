package policies.image["denied-images_test"]

import data.lib.express_fixture_test as express
import data.lib.fixture_test as fixture
import data.policies.image["denied-images"] as denied_images

from(found) := fixture.with_container("image", found)

test_allows_other_images if {
	count(denied_images.violation) == 0 with input as fixture.compliant
	every found in ["nginx", "ak:ma", "ahnoyp/web:1", "xahnoyp/ak:ma", "ahnoyp/ak/web"] {
		count(denied_images.violation) == 0 with input as from(found)
	}
}

test_refuses_known_miners if {
	denied_images.violation == {{
		"msg": "the image of container web is of a denied repository, docker.io/ahnoyp/ak",
		"field": "/containerDefinitions/0/image",
	}} with input as from("ahnoyp/ak:ma")
	every repository in [
		"ahnoyp/ak", "ahnoyp/ku", "dilgrw/ca", "dilgrw/ku", "flmmov/ad", "flmmov/ol", "lhnxzb/ak", "lhnxzb/ik", "lktbai/ki",
		"lktbai/ti", "oaersw/bu", "oaersw/do", "pecxnp/bo", "pecxnp/pu", "uroicm/ku", "uroicm/ri", "xpgsmf/fa", "xpgsmf/lu",
		"zsztqa/ak", "zsztqa/yi",
	] {
		count(denied_images.violation) == 1 with input as from($"{repository}:x")
	}
}

test_refuses_a_copy_behind_a_prefix if {
	every found in [
		"docker.io/ahnoyp/ak", "123456789012.dkr.ecr.eu-west-1.amazonaws.com/docker-hub/ahnoyp/ak:ma", "ahnoyp/ak@sha256:abc",
	] {
		count(denied_images.violation) == 1 with input as from(found)
	}
}

test_refuses_when_run if {
	found := denied_images.violation with input as fixture.running(from("zsztqa/yi"))
	fixture.fields(found) == {"/context/taskDefinition/containerDefinitions/0/image"}
}

test_denied_images if {
	parameters := {"deniedImages": ["vendor/miner", "evil/*"]}
	every found in ["vendor/miner:1", "evil/anything", "ghcr.io/evil/a/b:1"] {
		count(denied_images.violation) == 1 with input as fixture.with_parameters(from(found), parameters)
	}
	count(denied_images.violation) == 0 with input as fixture.with_parameters(from("ahnoyp/ak:ma"), parameters)
}

test_refuses_wrong_types if {
	every wrong in [1, ["nginx"], {}] {
		messages := {violation.msg | some violation in denied_images.violation} with input as from(wrong)
		messages == {"the image of container web is no text"}
	}
	count(denied_images.violation) == 1 with input as from(null)
	count(denied_images.violation) == 1 with input as fixture.without_container("image")
}

test_express_services if {
	count(denied_images.violation) == 0 with input as express.creating([])
	denied_images.violation == {{
		"msg": "the image of container Main is of a denied repository, docker.io/ahnoyp/ak",
		"field": "/primaryContainer/image",
	}} with input as express.with_member("/primaryContainer/image", "ahnoyp/ak:ma")
	every case in express.unknown_container("image") {
		found := denied_images.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
}

test_unknown if {
	every member in ["image"] {
		every case in fixture.unknown_container(member) {
			found := denied_images.violation with input as case.input
			fixture.only_unknown(found, case.pointer)
		}
	}
}
