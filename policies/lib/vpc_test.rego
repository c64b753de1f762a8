package lib.vpc_test

import data.lib.express_fixture_test as express
import data.lib.fixture_test as fixture
import data.lib.vpc

in_network(network) := fixture.launching("Service", "CREATE", {"networkConfiguration": network})

in_mode(mode) := fixture.changed(
	fixture.launching("Task", "CREATE", {}),
	[{"op": "add", "path": "/context/taskDefinition/networkMode", "value": mode}],
)

field := "/networkConfiguration/awsvpcConfiguration/subnets"

test_ids if {
	found := vpc.ids("subnets") with input as in_network({"awsvpcConfiguration": {"subnets": ["subnet-1", "subnet-2"]}})
	found == [{"value": "subnet-1", "field": $"{field}/0"}, {"value": "subnet-2", "field": $"{field}/1"}]
}

test_ids_of_an_express_service if {
	found := vpc.ids("securityGroups") with input as express.creating([])
	found == [{"value": "sg-1", "field": "/networkConfiguration/securityGroups/0"}]
	none := vpc.ids("subnets") with input as express.without_member("/networkConfiguration")
	none == [{"value": "", "field": "/networkConfiguration/subnets"}]
	not vpc.ids("subnets") with input as express.updating({"cpu": "512"})
}

test_no_ids if {
	every network in [{}, {"awsvpcConfiguration": {}}, {"awsvpcConfiguration": {"subnets": []}}] {
		found := vpc.ids("subnets") with input as in_network(network)
		found == [{"value": "", "field": field}]
	}
}

test_ids_that_cannot_be_read if {
	every network in [null, "subnet-1", {"awsvpcConfiguration": null}, {"awsvpcConfiguration": {"subnets": "subnet-1"}}] {
		found := vpc.ids("subnets") with input as in_network(network)
		found == [{"value": null, "field": $"{field}/0"}]
	}
}

test_unknown_network if {
	found := vpc.ids("subnets") with input as in_network(fixture.marker)
	found == [{"value": fixture.marker, "field": $"{field}/0"}]
}

test_other_modes_need_none if {
	every mode in ["bridge", "default", "host", "none"] {
		reason := vpc.elsewhere with input as in_mode(mode)
		reason == "the tasks use their instances' network, which the request does not show"
		found := vpc.ids("subnets") with input as in_mode(mode)
		found == []
	}
	unset := json.remove(in_mode(""), ["/request/context/taskDefinition/networkMode"])
	none := vpc.ids("subnets") with input as unset
	none == []
}

test_other_modes_are_judged_by_what_is_named if {
	document := fixture.changed(in_mode("bridge"), [{
		"op": "add",
		"path": "/object/networkConfiguration",
		"value": {"awsvpcConfiguration": {"subnets": ["subnet-1"]}},
	}])
	found := vpc.ids("subnets") with input as document
	found == [{"value": "subnet-1", "field": $"{field}/0"}]
}

test_modes_that_are_not_known_need_one if {
	every mode in ["", "Bridge", null, 1] {
		found := vpc.ids("subnets") with input as in_mode(mode)
		found == [{"value": "", "field": field}]
	}
	named := {"op": "add", "path": "/object/networkConfiguration", "value": {"awsvpcConfiguration": {"subnets": ["subnet-1"]}}}
	beside := vpc.ids("subnets") with input as fixture.changed(in_mode(fixture.marker), [named])
	beside == [{"value": "subnet-1", "field": $"{field}/0"}]
	unknown := vpc.ids("subnets") with input as in_mode(fixture.marker)
	unknown == [{"value": fixture.marker, "field": "/context/taskDefinition/networkMode"}]
}

test_task_sets if {
	document := fixture.asking("Service", "CREATE", {"deploymentController": {"type": "EXTERNAL"}})
	reason := vpc.elsewhere with input as document
	reason == "the network is named by the service's task sets"
	found := vpc.ids("subnets") with input as document
	found == []
}

test_task_sets_beside_a_network_of_the_service if {
	document := fixture.asking("Service", "CREATE", {
		"deploymentController": {"type": "EXTERNAL"},
		"networkConfiguration": {"awsvpcConfiguration": {"subnets": ["subnet-1"]}},
	})
	not vpc.elsewhere with input as document
	found := vpc.ids("subnets") with input as document
	found == [{"value": "subnet-1", "field": $"{field}/0"}]
}
