package lib.evidence_test

import data.lib.evidence
import data.lib.evidence_fixture_test as known
import data.lib.fixture_test as fixture

container := fixture.task_definition.containerDefinitions[0]

test_fact if {
	evidence.fact(container, 0, "config") == {
		"found": {"User": "1"},
		"at": "/containerDefinitions/0/image",
	} with input as known.registering("config", {"User": "1"})
}

test_unknown_evidence_is_found_where_it_stands if {
	evidence.fact(container, 0, "config") == {
		"found": known.marker,
		"at": "/context/images/123456789012.dkr.ecr.eu-west-1.amazonaws.com~1web@sha256:2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae/config",
	} with input as known.registering("config", known.marker)
	odd := {"image": "a~b/c"}
	found := evidence.fact(odd, 0, "config") with input as {"request": {"context": {"images": {"a~b/c": {"config": known.marker}}}}}
	found.at == "/context/images/a~0b~1c/config"
}

test_nobody_asked if {
	every call in [fixture.compliant, known.registering("signatures", {})] {
		evidence.fact(container, 0, "config") == {"found": null, "at": "/containerDefinitions/0/image"} with input as call
	}
}

test_images_that_are_no_text if {
	every image in [fixture.marker, null, 1, {}] {
		evidence.fact({"image": image}, 0, "config") == {"found": image, "at": "/containerDefinitions/0/image"} with input as fixture.compliant
	}
}

test_problem if {
	at := "/containerDefinitions/0/image"
	evidence.problem({"found": {}, "at": at}, "configuration", "is bad") == "is bad"
	evidence.problem({"found": null, "at": at}, "configuration", "is bad") == "cannot be judged: nobody has asked for its configuration"
	evidence.problem({"found": known.marker, "at": "/context/images/x/config"}, "configuration", "is bad") == "cannot be judged: its configuration is not known (the registry is down)"
	evidence.problem({"found": fixture.marker, "at": at}, "configuration", "is bad") == "cannot be judged before it is deployed (Ref Something)"
}
