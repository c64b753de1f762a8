package policies.tags["task-definition_test"]

import data.lib.fixture_test as fixture
import data.policies.tags["task-definition"] as task_definition

tagged(kind, tags) := fixture.asking(kind, "CREATE", {"tags": tags})

team := {"key": "team", "value": "payments"}

test_allows_any_tag if {
	every kind in ["TaskDefinition", "DaemonTaskDefinition"] {
		count(task_definition.violation) == 0 with input as tagged(kind, [team])
	}
}

test_refuses_no_tag if {
	every kind in ["TaskDefinition", "DaemonTaskDefinition"] {
		found := task_definition.violation with input as fixture.asking(kind, "CREATE", {})
		found == {{"msg": "there is no tag", "field": "/tags"}}
	}
	count(task_definition.violation) == 1 with input as tagged("TaskDefinition", [{"key": "aws:cloudformation:stack-name", "value": "web"}])
}

test_required_tag_keys if {
	parameters := {"requiredTagKeys": ["team", "cost-centre"]}
	found := task_definition.violation with input as fixture.with_parameters(tagged("TaskDefinition", [team]), parameters)
	found == {{"msg": "the tag cost-centre is missing", "field": "/tags"}}
	all := fixture.with_parameters(tagged("TaskDefinition", [team, {"key": "cost-centre", "value": "1"}]), parameters)
	count(task_definition.violation) == 0 with input as all
}

test_refuses_wrong_types if {
	every wrong in [null, "team", {"team": "payments"}, ["team"], [{"Key": "team"}]] {
		count(task_definition.violation) == 1 with input as tagged("TaskDefinition", wrong)
	}
}

test_unknown if {
	every case in fixture.unknown_object(tagged("TaskDefinition", []), ["", "/tags", "/tags/0"]) {
		found := task_definition.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
}

defaulting(tags) := fixture.with_parameters(tags, {"requiredTagKeys": ["team", "stage", "cost-centre"], "defaultTags": {"stage": "dev", "team": "nobody", "other": "x"}})

test_patch_gives_defaults if {
	given := defaulting(fixture.asking("TaskDefinition", "CREATE", {"family": "web"}))
	operations := task_definition.patch with input as given
	mended := fixture.mended(given, operations)
	mended.request.object.tags == [{"key": "team", "value": "nobody"}, {"key": "stage", "value": "dev"}]
	found := task_definition.violation with input as mended
	found == {{"msg": "the tag cost-centre is missing", "field": "/tags"}}
	count(task_definition.patch) == 0 with input as mended
}

test_patch_leaves_what_is_there if {
	operations := task_definition.patch with input as defaulting(tagged("TaskDefinition", [team]))
	operations == [{"op": "add", "path": "/tags/-", "value": {"key": "stage", "value": "dev"}}]
	every unclear in [null, "team", ["team"], [{"key": fixture.marker, "value": "x"}], fixture.marker] {
		count(task_definition.patch) == 0 with input as defaulting(tagged("TaskDefinition", unclear))
	}
	count(task_definition.patch) == 0 with input as tagged("TaskDefinition", [])
}
