package policies.isolation.classified_test

import data.lib.fixture_test as fixture
import data.lib.isolation_fixture_test as isolated
import data.lib.target_fixture_test as on
import data.policies.isolation.classified

of(class) := isolated.tagged({"DataClassification": class}, {})

test_allows_four_classes if {
	every class in ["public", "internal", "confidential", "restricted"] {
		count(classified.violation) == 0 with input as of(class)
	}
}

test_allows_the_clusters_class if {
	document := on.on_cluster(on.launching(fixture.compliant, {}), {"tags": isolated.tags({"DataClassification": "internal"})})
	count(classified.violation) == 0 with input as document
}

test_refuses_none if {
	classified.violation == {{
		"msg": "the class of the data is stated by no tag",
		"field": "/tags",
	}} with input as fixture.compliant
	found := classified.violation with input as fixture.running(fixture.compliant)
	fixture.fields(found) == {"/context/taskDefinition/tags"}
}

test_refuses_others if {
	classified.violation == {{
		"msg": "the class of the data is secret, none of the allowed ones",
		"field": "/tags/0/value",
	}} with input as of("secret")
	every wrong in ["Public", " public", null, 1, [], {}] {
		count(classified.violation) == 1 with input as of(wrong)
	}
}

test_classes if {
	document := fixture.with_parameters(of("secret"), {"classes": ["secret"]})
	count(classified.violation) == 0 with input as document
	count(classified.violation) == 1 with input as fixture.with_parameters(of("public"), {"classes": ["secret"]})
}

test_classification_keys if {
	document := isolated.tagged({"Class": "public"}, {})
	count(classified.violation) == 0 with input as fixture.with_parameters(document, {"classificationKeys": ["Class"]})
	count(classified.violation) == 0 with input as isolated.tagged({"data-classification": "public"}, {})
}

test_unknown if {
	found := classified.violation with input as of(fixture.marker)
	fixture.only_unknown(found, "/tags/0/value")
	every case in fixture.unknown(["/tags"]) {
		all := classified.violation with input as case.input
		fixture.only_unknown(all, case.pointer)
	}
}
