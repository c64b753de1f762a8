package policies.network["security-groups_test"]

import data.lib.express_fixture_test as express
import data.lib.fixture_test as fixture
import data.policies.network["security-groups"] as security_groups

in_groups(kind, ids) := fixture.launching(kind, "CREATE", {"networkConfiguration": {"awsvpcConfiguration": {"securityGroups": ids}}})

allowing(document, ids) := fixture.with_parameters(document, {"allowedGroups": ids})

field := "/networkConfiguration/awsvpcConfiguration/securityGroups"

test_allows_listed_groups if {
	every kind in ["Task", "Service", "TaskSet"] {
		count(security_groups.violation) == 0 with input as allowing(in_groups(kind, ["sg-1", "sg-2"]), ["sg-1", "sg-2"])
		count(security_groups.violation) == 0 with input as allowing(in_groups(kind, ["sg-1"]), ["sg-*"])
	}
	count(security_groups.violation) == 0 with input as allowing(express.creating([]), ["sg-1"])
}

test_refuses_other_groups if {
	found := security_groups.violation with input as allowing(in_groups("Task", ["sg-1", "sg-9"]), ["sg-1"])
	found == {{"msg": "the security group sg-9 is not allowed", "field": $"{field}/1"}}
	of_express := security_groups.violation with input as allowing(express.creating([]), ["sg-2"])
	fixture.fields(of_express) == {"/networkConfiguration/securityGroups/0"}
}

test_refuses_no_group if {
	every list in [["*"], [], ["sg-1"]] {
		found := security_groups.violation with input as allowing(fixture.launching("Service", "CREATE", {}), list)
		found == {{"msg": "the security group is not named", "field": field}}
		empty := security_groups.violation with input as allowing(in_groups("Service", []), list)
		count(empty) == 1
	}
}

test_empty_list_allows_nothing if {
	found := security_groups.violation with input as in_groups("Task", ["sg-1"])
	fixture.fields(found) == {$"{field}/0"}
	count(security_groups.violation) == 1 with input as allowing(in_groups("Task", ["sg-1"]), [])
}

test_refuses_wrong_types if {
	every wrong in ["sg-1", [null], [1], null, {}] {
		found := security_groups.violation with input as allowing(in_groups("Task", wrong), ["*"])
		fixture.fields(found) == {$"{field}/0"}
	}
}

test_refuses_what_an_update_leaves if {
	call := fixture.changed(fixture.launching("Service", "UPDATE", {}), [{
		"op": "add",
		"path": "/context/service",
		"value": {"networkConfiguration": {"awsvpcConfiguration": {"securityGroups": ["sg-9"]}}},
	}])
	found := security_groups.violation with input as allowing(call, ["sg-1"])
	fixture.fields(found) == {$"/context/service{field}/0"}
}

test_not_applicable_in_the_network_of_the_instance if {
	call := fixture.changed(fixture.launching("Task", "CREATE", {}), [{
		"op": "replace",
		"path": "/context/taskDefinition/networkMode",
		"value": "bridge",
	}])
	found := security_groups.violation with input as call
	found == {{"outcome": "notApplicable", "msg": "the tasks use their instances' network, which the request does not show"}}
}

test_unknown if {
	pointers := [
		"/networkConfiguration", "/networkConfiguration/awsvpcConfiguration",
		"/networkConfiguration/awsvpcConfiguration/securityGroups", "/networkConfiguration/awsvpcConfiguration/securityGroups/0",
	]
	every case in fixture.unknown_object(in_groups("Task", ["sg-1"]), pointers) {
		found := security_groups.violation with input as allowing(case.input, ["sg-1"])
		fixture.only_unknown(found, case.pointer)
	}
	definition := {"op": "add", "path": "/context/taskDefinition", "value": fixture.marker}
	nowhere := security_groups.violation with input as fixture.changed(fixture.launching("Task", "CREATE", {}), [definition])
	fixture.only_unknown(nowhere, "/context/taskDefinition")
}
