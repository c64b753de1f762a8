package policies.network["load-balancer-target_test"]

import data.lib.fixture_test as fixture
import data.policies.network["load-balancer-target"] as load_balancer_target

balancing(kind, targets, mappings) := fixture.changed(fixture.launching(kind, "CREATE", {"loadBalancers": targets}), [{
	"op": "add",
	"path": "/context/taskDefinition/containerDefinitions/0/portMappings",
	"value": mappings,
}])

target := {"targetGroupArn": "arn", "containerName": "web", "containerPort": 80}

classic := {"loadBalancerName": "web", "containerName": "web", "containerPort": 80}

ports := "/context/taskDefinition/containerDefinitions/0/portMappings"

test_allows_a_port_that_exists if {
	every kind in ["Service", "TaskSet"] {
		count(load_balancer_target.violation) == 0 with input as balancing(kind, [target], [{"containerPort": 8125}, {"containerPort": 80}])
	}
	count(load_balancer_target.violation) == 0 with input as fixture.launching("Service", "CREATE", {})
}

test_refuses_another_port if {
	every mappings in [[], [{"containerPort": 8080}]] {
		found := load_balancer_target.violation with input as balancing("Service", [target], mappings)
		found == {{"msg": "the load balancer's target is not among the containers and their ports", "field": "/loadBalancers/0"}}
	}
	count(load_balancer_target.violation) == 1 with input as fixture.launching("Service", "CREATE", {"loadBalancers": [target]})
}

test_refuses_another_container if {
	other := object.union(target, {"containerName": "api"})
	found := load_balancer_target.violation with input as balancing("Service", [target, other], [{"containerPort": 80}])
	fixture.fields(found) == {"/loadBalancers/1"}
}

test_refuses_a_missing_member if {
	every member in ["containerName", "containerPort"] {
		found := load_balancer_target.violation with input as balancing("Service", [object.remove(target, [member])], [{"containerPort": 80}])
		fixture.fields(found) == {$"/loadBalancers/0/{member}"}
	}
}

test_refuses_wrong_types if {
	every wrong in [[null], ["web"], "web", {}, null] {
		found := load_balancer_target.violation with input as balancing("Service", wrong, [{"containerPort": 80}])
		fixture.fields(found) == {"/loadBalancers/0/containerName"}
	}
	text := load_balancer_target.violation with input as balancing("Service", [object.union(target, {"containerPort": "80"})], [{"containerPort": "80"}])
	fixture.fields(text) == {"/loadBalancers/0/containerPort"}
}

test_allows_a_classic_load_balancer_at_a_fixed_port if {
	count(load_balancer_target.violation) == 0 with input as balancing("Service", [classic], [{"containerPort": 80, "hostPort": 8080}])
	count(load_balancer_target.violation) == 0 with input as balancing("Service", [target], [{"containerPort": 80, "hostPort": 0}])
	empty := object.union(target, {"loadBalancerName": ""})
	count(load_balancer_target.violation) == 0 with input as balancing("Service", [empty], [{"containerPort": 80, "hostPort": 0}])
}

test_refuses_a_classic_load_balancer_at_a_dynamic_port if {
	every mapping in [{"containerPort": 80}, {"containerPort": 80, "hostPort": 0}, {"containerPort": 80, "hostPort": "8080"}] {
		found := load_balancer_target.violation with input as balancing("Service", [classic], [{"containerPort": 81, "hostPort": 0}, mapping])
		found == {{"msg": "the host port behind a Classic Load Balancer is not fixed", "field": $"{ports}/1/hostPort"}}
	}
	beside := object.union(classic, {"containerName": "api"})
	count(load_balancer_target.violation) == 1 with input as balancing("Service", [beside], [{"containerPort": 80}])
}

test_unknown if {
	call := balancing("Service", [], [{"containerPort": 80}])
	pointers := ["", "/loadBalancers", "/loadBalancers/0"]
	every case in fixture.unknown_object(call, pointers) {
		found := load_balancer_target.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
	every member in ["containerName", "containerPort"] {
		targets := [object.union(target, {member: fixture.marker})]
		found := load_balancer_target.violation with input as balancing("Service", targets, [{"containerPort": 80}])
		fixture.only_unknown(found, $"/loadBalancers/0/{member}")
	}
}

test_unknown_task_definition if {
	call := balancing("Service", [target], [{"containerPort": 8080}])
	every pointer in [
		"/context/taskDefinition", "/context/taskDefinition/containerDefinitions", "/context/taskDefinition/containerDefinitions/0",
		"/context/taskDefinition/containerDefinitions/0/name", ports, $"{ports}/0", $"{ports}/0/containerPort",
	] {
		document := fixture.changed(call, [{"op": "add", "path": pointer, "value": fixture.marker}])
		found := load_balancer_target.violation with input as document
		fixture.only_unknown(found, pointer)
	}
}

test_unknown_host_port if {
	found := load_balancer_target.violation with input as balancing("Service", [classic], [{"containerPort": 80, "hostPort": fixture.marker}])
	fixture.only_unknown(found, $"{ports}/0/hostPort")
}

test_unknown_name_on_both_sides if {
	call := balancing("Service", [object.union(target, {"containerName": fixture.marker})], [{"containerPort": 80}])
	name := {"op": "add", "path": "/context/taskDefinition/containerDefinitions/0/name", "value": fixture.marker}
	found := load_balancer_target.violation with input as fixture.changed(call, [name])
	fixture.only_unknown(found, "/loadBalancers/0/containerName")
}

test_refuses_whatever_other_containers_have if {
	call := balancing("Service", [target], [{"containerPort": 8080}])
	other := {"op": "add", "path": "/context/taskDefinition/containerDefinitions/-", "value": {
		"name": "agent",
		"portMappings": [{"containerPort": fixture.marker}],
	}}
	found := load_balancer_target.violation with input as fixture.changed(call, [other])
	fixture.fields(found) == {"/loadBalancers/0"}
}

test_unknown_whether_it_is_classic if {
	target := {"containerName": "web", "containerPort": 80, "loadBalancerName": fixture.marker}
	call := fixture.changed(fixture.launching("Service", "CREATE", {"loadBalancers": [target]}), [{
		"op": "add",
		"path": "/context/taskDefinition/containerDefinitions/0/portMappings",
		"value": [{"containerPort": 80}],
	}])
	found := load_balancer_target.violation with input as call
	fixture.only_unknown(found, "/loadBalancers/0/loadBalancerName")
}
