package policies.tags.values_test

import data.lib.fixture_test as fixture
import data.policies.tags.values

parameters := {"allowedValues": {"stage": ["dev", "prod-*"], "team": []}}

tagged(kind, tags) := fixture.with_parameters(fixture.asking(kind, "CREATE", {"tags": tags}), parameters)

test_allows_listed_values if {
	every kind in ["TaskDefinition", "Service", "Task", "Cluster", "Tags"] {
		every found in ["dev", "prod-eu"] {
			count(values.violation) == 0 with input as tagged(kind, [{"key": "stage", "value": found}])
		}
	}
}

test_allows_other_keys if {
	count(values.violation) == 0 with input as tagged("Cluster", [{"key": "Stage", "value": "x"}, {"key": "cost"}])
	count(values.violation) == 0 with input as tagged("Cluster", [])
	count(values.violation) == 0 with input as fixture.with_parameters(fixture.asking("Cluster", "CREATE", {}), parameters)
}

test_allows_any_without_a_list if {
	count(values.violation) == 0 with input as fixture.asking("Cluster", "CREATE", {"tags": [{"key": "stage", "value": "x"}, null]})
}

test_refuses_other_values if {
	found := values.violation with input as tagged("Cluster", [{"key": "cost", "value": "1"}, {"key": "stage", "value": "test"}])
	found == {{"msg": "the tag stage has the value test", "field": "/tags/1/value"}}
	every tag in [{"key": "stage"}, {"key": "stage", "value": "Dev"}, {"key": "team", "value": "a"}] {
		count(values.violation) == 1 with input as tagged("Cluster", [tag])
	}
}

test_updates if {
	standing := {"op": "add", "path": "/context/service", "value": {"tags": [{"key": "stage", "value": "test"}]}}
	call := fixture.changed(fixture.asking("Service", "UPDATE", {}), [standing])
	found := values.violation with input as fixture.with_parameters(call, parameters)
	fixture.fields(found) == {"/context/service/tags/0/value"}
}

test_refuses_wrong_types if {
	every wrong in [null, "stage", [null], [{"key": null}], [{"value": "dev"}], {}] {
		found := values.violation with input as tagged("Cluster", wrong)
		fixture.fields(found) == {"/tags/0/key"}
	}
	every wrong in [null, 1, ["dev"], {}] {
		found := values.violation with input as tagged("Cluster", [{"key": "stage", "value": wrong}])
		fixture.fields(found) == {"/tags/0/value"}
	}
}

test_unknown if {
	pointers := ["", "/tags", "/tags/0", "/tags/0/key", "/tags/0/value"]
	every case in fixture.unknown_object(tagged("Cluster", [{"key": "stage", "value": "dev"}]), pointers) {
		found := values.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
	count(values.violation) == 0 with input as tagged("Cluster", [{"key": "cost", "value": fixture.marker}])
}
