package policies["supply-chain"]["approved-base_test"]

import data.lib.evidence_fixture_test as known
import data.lib.fixture_test as fixture
import data.policies["supply-chain"]["approved-base"] as approved_base

name := "org.opencontainers.image.base.name"

debian := {"approvedBases": ["docker.io/library/debian", "*.example/base/*"]}

input_of(config, parameters) := fixture.with_parameters(known.registering("config", config), parameters)

test_allows_approved_bases if {
	every base in ["debian:12-slim", "docker.io/library/debian", "index.docker.io/library/debian:12", "reg.example/base/java:21"] {
		count(approved_base.violation) == 0 with input as input_of({"annotations": {name: base}}, debian)
		count(approved_base.violation) == 0 with input as input_of({"Labels": {name: base}}, debian)
	}
}

test_refuses_other_bases if {
	approved_base.violation == {{
		"msg": "the image of container web is built on alpine:3, which is not approved",
		"field": "/containerDefinitions/0/image",
	}} with input as input_of({"annotations": {name: "alpine:3"}}, debian)
	every base in ["evil.example/library/debian", "debian-evil", "docker.io/someone/debian"] {
		count(approved_base.violation) == 1 with input as input_of({"Labels": {name: base}}, debian)
	}
}

test_the_manifest_counts_more_than_labels if {
	inherited := {"annotations": {name: "alpine:3"}, "Labels": {name: "debian:12"}}
	count(approved_base.violation) == 1 with input as input_of(inherited, debian)
}

test_refuses_what_says_nothing if {
	every config in [{}, {"Labels": {}}, {"Labels": {name: ""}}, {"Labels": {name: 7}}, {"annotations": []}, "debian", null] {
		count(approved_base.violation) == 1 with input as input_of(config, debian)
	}
	found := approved_base.violation with input as input_of({"Labels": {}}, debian)
	{violation.msg | some violation in found} == {"the image of container web does not say what it is built on"}
	count(approved_base.violation) == 1 with input as fixture.with_parameters(fixture.compliant, debian)
}

test_without_a_list_nothing_is_approved if {
	count(approved_base.violation) == 1 with input as input_of({"Labels": {name: "debian"}, "layers": ["sha256:a"]}, {})
}

test_layers_prove_it if {
	given := {"approvedLayers": [["sha256:z"], ["sha256:a", "sha256:b"]]}
	count(approved_base.violation) == 0 with input as input_of({"layers": ["sha256:a", "sha256:b", "sha256:c"]}, given)
	every layers in [["sha256:a"], ["sha256:b", "sha256:a"], ["sha256:c", "sha256:a", "sha256:b"], [], null] {
		count(approved_base.violation) == 1 with input as input_of({"layers": layers}, given)
	}
	count(approved_base.violation) == 1 with input as input_of({"layers": ["sha256:a"]}, {"approvedLayers": [[]]})
}

test_unknown_evidence if {
	known.only_unknown(approved_base.violation, "config") with input as input_of(known.marker, debian)
	known.only_unknown(approved_base.violation, "config") with input as known.running("config", known.marker)
}

test_unknown if {
	every case in fixture.unknown_container("image") {
		found := approved_base.violation with input as fixture.with_parameters(known.with_evidence(case.input, "config", {"Labels": {name: "debian"}}), debian)
		fixture.only_unknown(found, case.pointer)
	}
}
