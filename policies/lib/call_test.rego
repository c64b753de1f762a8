package lib.call_test

import data.lib.call
import data.lib.fixture_test as fixture

given(operation, object) := found if {
	found := call.given("cpu", "none") with input as fixture.asking("ExpressGatewayService", operation, object)
}

test_given if {
	every operation in ["CREATE", "UPDATE"] {
		given(operation, {"cpu": "256"}) == "256"
		given(operation, fixture.marker) == fixture.marker
		given(operation, "text") == null
	}
}

test_otherwise_is_for_what_is_created if {
	given("CREATE", {}) == "none"
	given("CREATE", {"cpu": null}) == null
}

test_an_update_leaves_the_rest_as_it_is if {
	not given("UPDATE", {})
	not given("UPDATE", {"cpu": null})
}

test_without_an_object if {
	every operation in ["CREATE", "UPDATE"] {
		document := json.remove(fixture.asking("Daemon", operation, {}), ["/request/object"])
		found := call.given("cpu", "none") with input as document
		found == null
	}
}
