package policies.network.subnets_test

import data.lib.express_fixture_test as express
import data.lib.fixture_test as fixture
import data.policies.network.subnets

in_subnets(kind, ids) := fixture.launching(kind, "CREATE", {"networkConfiguration": {"awsvpcConfiguration": {"subnets": ids}}})

allowing(document, ids) := fixture.with_parameters(document, {"allowedSubnets": ids})

field := "/networkConfiguration/awsvpcConfiguration/subnets"

test_allows_listed_subnets if {
	every kind in ["Task", "Service", "TaskSet"] {
		count(subnets.violation) == 0 with input as allowing(in_subnets(kind, ["subnet-1", "subnet-2"]), ["subnet-1", "subnet-2"])
		count(subnets.violation) == 0 with input as allowing(in_subnets(kind, ["subnet-1"]), ["subnet-*"])
	}
	count(subnets.violation) == 0 with input as allowing(express.creating([]), ["subnet-1", "subnet-2"])
}

test_refuses_other_subnets if {
	found := subnets.violation with input as allowing(in_subnets("Task", ["subnet-1", "subnet-9"]), ["subnet-1"])
	found == {{"msg": "the subnet subnet-9 is not allowed", "field": $"{field}/1"}}
	of_express := subnets.violation with input as allowing(express.creating([]), ["subnet-2"])
	fixture.fields(of_express) == {"/networkConfiguration/subnets/0"}
}

test_refuses_no_subnet if {
	every list in [["*"], [], ["subnet-1"]] {
		found := subnets.violation with input as allowing(fixture.launching("Service", "CREATE", {}), list)
		found == {{"msg": "the subnet is not named", "field": field}}
		empty := subnets.violation with input as allowing(in_subnets("Service", []), list)
		count(empty) == 1
	}
}

test_empty_list_allows_nothing if {
	found := subnets.violation with input as in_subnets("Task", ["subnet-1"])
	fixture.fields(found) == {$"{field}/0"}
	count(subnets.violation) == 1 with input as allowing(in_subnets("Task", ["subnet-1"]), [])
}

test_refuses_wrong_types if {
	every wrong in ["subnet-1", [null], [1], null, {}] {
		found := subnets.violation with input as allowing(in_subnets("Task", wrong), ["*"])
		fixture.fields(found) == {$"{field}/0"}
	}
}

test_refuses_what_an_update_leaves if {
	call := fixture.changed(fixture.launching("Service", "UPDATE", {}), [{
		"op": "add",
		"path": "/context/service",
		"value": {"networkConfiguration": {"awsvpcConfiguration": {"subnets": ["subnet-9"]}}},
	}])
	found := subnets.violation with input as allowing(call, ["subnet-1"])
	fixture.fields(found) == {$"/context/service{field}/0"}
}

test_not_applicable_in_the_network_of_the_instance if {
	call := fixture.changed(fixture.launching("Task", "CREATE", {}), [{
		"op": "replace",
		"path": "/context/taskDefinition/networkMode",
		"value": "bridge",
	}])
	found := subnets.violation with input as call
	found == {{"outcome": "notApplicable", "msg": "the tasks use their instances' network, which the request does not show"}}
}

test_unknown if {
	pointers := [
		"/networkConfiguration", "/networkConfiguration/awsvpcConfiguration",
		"/networkConfiguration/awsvpcConfiguration/subnets", "/networkConfiguration/awsvpcConfiguration/subnets/0",
	]
	every case in fixture.unknown_object(in_subnets("Task", ["subnet-1"]), pointers) {
		found := subnets.violation with input as allowing(case.input, ["subnet-1"])
		fixture.only_unknown(found, case.pointer)
	}
	definition := {"op": "add", "path": "/context/taskDefinition", "value": fixture.marker}
	nowhere := subnets.violation with input as fixture.changed(fixture.launching("Task", "CREATE", {}), [definition])
	fixture.only_unknown(nowhere, "/context/taskDefinition")
}
