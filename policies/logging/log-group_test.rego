package policies.logging["log-group_test"]

import data.lib.express_fixture_test as express
import data.lib.fixture_test as fixture
import data.lib.log_fixture_test as logs
import data.policies.logging["log-group"] as log_group

to(group) := logs.logging("awslogs", {"awslogs-group": group})

test_allows_agreed_names_and_other_drivers if {
	every group in ["/ecs/web", "/aws/ecs/main/web-1234"] {
		count(log_group.violation) == 0 with input as to(group)
	}
	count(log_group.violation) == 0 with input as logs.logging("awslogs", {})
	count(log_group.violation) == 0 with input as logs.logging("splunk", {"awslogs-group": "x"})
	count(log_group.violation) == 0 with input as fixture.without_container("logConfiguration")
}

test_refuses_other_names if {
	log_group.violation == {{
		"msg": "container web: the log group is web",
		"field": "/containerDefinitions/0/logConfiguration/options/awslogs-group",
	}} with input as to("web")
	every wrong in ["x/ecs/web", "/ecs", " ", null, 1, [], true] {
		count(log_group.violation) == 1 with input as to(wrong)
	}
}

test_refuses_when_run if {
	found := log_group.violation with input as fixture.running(to("web"))
	fixture.fields(found) == {"/context/taskDefinition/containerDefinitions/0/logConfiguration/options/awslogs-group"}
}

test_allowed_log_groups if {
	every groups in [["web"], ["w*"], ["x", "web"]] {
		count(log_group.violation) == 0 with input as fixture.with_parameters(to("web"), {"allowedLogGroups": groups})
	}
	count(log_group.violation) == 0 with input as fixture.with_parameters(to("123456789012-eu-west-1"), {
		"allowedLogGroups": ["{account}-{region}"],
	})
	every groups in [[], ["web"], "/ecs/*"] {
		count(log_group.violation) == 1 with input as fixture.with_parameters(to("/ecs/web"), {"allowedLogGroups": groups})
	}
}

test_refuses_wrong_types if {
	every wrong in [null, "awslogs", [], {"logDriver": 1}] {
		refused := log_group.violation with input as fixture.with_container("logConfiguration", wrong)
		fixture.fields(refused) == {"/containerDefinitions/0/logConfiguration/logDriver"}
	}
	every wrong in [null, []] {
		refused := log_group.violation with input as fixture.with_member("/containerDefinitions", wrong)
		fixture.fields(refused) == {"/containerDefinitions/0/logConfiguration/logDriver"}
		service := log_group.violation with input as express.with_member("/primaryContainer", wrong)
		fixture.fields(service) == {"/primaryContainer/awsLogsConfiguration/logGroup"}
	}
	every wrong in [null, "awslogs-group=/ecs/web", []] {
		count(log_group.violation) == 1 with input as logs.logging("awslogs", wrong)
	}
}

test_express_services if {
	count(log_group.violation) == 0 with input as express.creating([])
	count(log_group.violation) == 0 with input as express.without_member("/primaryContainer/awsLogsConfiguration")
	log_group.violation == {{
		"msg": "container Main: the log group is web",
		"field": "/primaryContainer/awsLogsConfiguration/logGroup",
	}} with input as express.with_member("/primaryContainer/awsLogsConfiguration/logGroup", "web")
	every wrong in [null, 1, []] {
		count(log_group.violation) == 1 with input as express.with_member("/primaryContainer/awsLogsConfiguration/logGroup", wrong)
		count(log_group.violation) == 1 with input as express.with_member("/primaryContainer/awsLogsConfiguration", wrong)
	}
	every case in express.unknown_container("awsLogsConfiguration") {
		found := log_group.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
}

test_express_services_with_a_task_definition if {
	named := {"taskDefinitionArn": "arn:aws:ecs:eu-west-1:123456789012:task-definition/web:3"}
	document := fixture.changed(fixture.launching("ExpressGatewayService", "CREATE", named), [{
		"op": "add",
		"path": "/context/taskDefinition/containerDefinitions/0/logConfiguration/logDriver",
		"value": fixture.marker,
	}])
	found := log_group.violation with input as document
	fixture.only_unknown(found, "/context/taskDefinition/containerDefinitions/0/logConfiguration/logDriver")
}

test_unknown if {
	every case in logs.unknown_options(to("/ecs/web"), ["awslogs-group"]) {
		found := log_group.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
}
