package policies.tags.service_test

import data.lib.fixture_test as fixture
import data.policies.tags.service

tagged(kind, tags) := fixture.asking(kind, "CREATE", {"tags": tags})

team := {"key": "team", "value": "payments"}

test_allows_any_tag if {
	every kind in ["Service", "TaskSet", "Daemon", "ExpressGatewayService"] {
		count(service.violation) == 0 with input as tagged(kind, [team])
	}
}

test_refuses_no_tag if {
	every kind in ["Service", "TaskSet", "Daemon", "ExpressGatewayService"] {
		found := service.violation with input as fixture.asking(kind, "CREATE", {})
		found == {{"msg": "there is no tag", "field": "/tags"}}
	}
	count(service.violation) == 1 with input as tagged("Service", [{"key": "aws:cloudformation:stack-name", "value": "web"}])
}

test_required_tag_keys if {
	parameters := {"requiredTagKeys": ["team", "cost-centre"]}
	found := service.violation with input as fixture.with_parameters(tagged("Service", [team]), parameters)
	found == {{"msg": "the tag cost-centre is missing", "field": "/tags"}}
	all := fixture.with_parameters(tagged("Service", [team, {"key": "cost-centre", "value": "1"}]), parameters)
	count(service.violation) == 0 with input as all
}

test_refuses_wrong_types if {
	every wrong in [null, "team", {"team": "payments"}, ["team"], [{"Key": "team"}]] {
		count(service.violation) == 1 with input as tagged("Service", wrong)
	}
}

test_unknown if {
	every case in fixture.unknown_object(tagged("Service", []), ["", "/tags", "/tags/0"]) {
		found := service.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
}

test_updates if {
	standing := {"op": "add", "path": "/context/service", "value": {"tags": [team]}}
	kept := fixture.changed(fixture.asking("Service", "UPDATE", {"desiredCount": 2}), [standing])
	count(service.violation) == 0 with input as kept
	none := fixture.changed(kept, [{"op": "replace", "path": "/context/service", "value": {}}])
	found := service.violation with input as none
	fixture.fields(found) == {"/context/service/tags"}
	every kind in ["Daemon", "ExpressGatewayService"] {
		count(service.violation) == 0 with input as fixture.asking(kind, "UPDATE", {})
	}
}
