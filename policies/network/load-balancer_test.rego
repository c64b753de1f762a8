package policies.network["load-balancer_test"]

import data.lib.fixture_test as fixture
import data.policies.network["load-balancer"] as load_balancer

target := {"targetGroupArn": "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/web/1", "containerName": "web", "containerPort": 80}

creating(object) := fixture.launching("Service", "CREATE", object)

test_allows_a_load_balancer if {
	every kind in ["Service", "TaskSet"] {
		count(load_balancer.violation) == 0 with input as fixture.launching(kind, "CREATE", {"loadBalancers": [target]})
	}
}

test_allows_other_ways_in if {
	every way in ["gatewayConnectors", "vpcLatticeConfigurations"] {
		count(load_balancer.violation) == 0 with input as creating({way: [{"portName": "http"}]})
	}
}

test_alternatives if {
	strict := fixture.with_parameters(creating({"gatewayConnectors": [{"portName": "http"}]}), {"alternatives": []})
	count(load_balancer.violation) == 1 with input as strict
	registry := creating({"serviceRegistries": [{"registryArn": "arn"}]})
	count(load_balancer.violation) == 1 with input as registry
	count(load_balancer.violation) == 0 with input as fixture.with_parameters(registry, {"alternatives": ["serviceRegistries"]})
}

test_refuses_none if {
	every object in [{}, {"loadBalancers": []}, {"gatewayConnectors": []}] {
		found := load_balancer.violation with input as creating(object)
		found == {{"msg": "the load balancer is missing", "field": "/loadBalancers"}}
	}
	count(load_balancer.violation) == 1 with input as fixture.launching("TaskSet", "CREATE", {})
}

test_refuses_what_an_update_leaves_without if {
	call := fixture.launching("Service", "UPDATE", {"desiredCount": 2})
	found := load_balancer.violation with input as fixture.changed(call, [{"op": "add", "path": "/context/service", "value": {}}])
	fixture.fields(found) == {"/context/service/loadBalancers"}
}

test_refuses_wrong_types if {
	every wrong in [null, "target", {}, [null], ["target"]] {
		found := load_balancer.violation with input as creating({"loadBalancers": wrong})
		fixture.fields(found) == {"/loadBalancers/0"}
	}
}

test_not_applicable_to_daemons if {
	found := load_balancer.violation with input as creating({"schedulingStrategy": "DAEMON"})
	found == {{"outcome": "notApplicable", "msg": "the tasks of a DAEMON service are reached on their own instances"}}
}

test_not_applicable_where_task_sets_have_them if {
	external := {"deploymentController": {"type": "EXTERNAL"}}
	found := load_balancer.violation with input as creating(external)
	found == {{"outcome": "notApplicable", "msg": "the load balancers are with the service's task sets"}}
	count(load_balancer.violation) == 1 with input as creating({"deploymentController": {"type": "ECS"}})
	task_set := load_balancer.violation with input as fixture.launching("TaskSet", "CREATE", external)
	fixture.fields(task_set) == {"/loadBalancers"}
}

test_unknown if {
	pointers := ["", "/loadBalancers", "/loadBalancers/0", "/gatewayConnectors"]
	every case in fixture.unknown_object(creating({"loadBalancers": []}), pointers) {
		found := load_balancer.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
	beside := creating({"loadBalancers": [fixture.marker, target]})
	count(load_balancer.violation) == 0 with input as beside
}

test_unknown_whether_one_is_needed if {
	every member in ["deploymentController", "schedulingStrategy"] {
		found := load_balancer.violation with input as fixture.launching("Service", "CREATE", {member: fixture.marker})
		fixture.only_unknown(found, $"/{member}")
	}
	call := {"schedulingStrategy": "REPLICA", "deploymentController": {"type": fixture.marker}}
	type := load_balancer.violation with input as fixture.launching("Service", "CREATE", call)
	fixture.only_unknown(type, "/deploymentController/type")
}
