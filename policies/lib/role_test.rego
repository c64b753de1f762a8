package lib.role_test

import data.lib.express_fixture_test as express
import data.lib.fixture_test as fixture
import data.lib.role

web := "arn:aws:iam::123456789012:role/app/web"

test_assigned if {
	found := role.assigned("taskRoleArn") with input as fixture.with_member("/taskRoleArn", web)
	found == {"value": web, "field": "/taskRoleArn"}
	run := role.assigned("taskRoleArn") with input as fixture.running(fixture.with_member("/taskRoleArn", web))
	run == {"value": web, "field": "/context/taskDefinition/taskRoleArn"}
	none := role.assigned("taskRoleArn") with input as fixture.compliant
	none == {"value": "", "field": "/taskRoleArn"}
}

test_assigned_by_an_express_service if {
	found := role.assigned("taskRoleArn") with input as express.creating([])
	found == {"value": "arn:aws:iam::123456789012:role/web", "field": "/taskRoleArn"}
	changed := role.assigned("taskRoleArn") with input as express.updating({"taskRoleArn": web})
	changed.value == web
	not role.assigned("taskRoleArn") with input as express.updating({"cpu": "512"})
}

test_assigned_by_an_express_service_with_a_task_definition if {
	call := fixture.asking("ExpressGatewayService", "CREATE", {"taskDefinitionArn": "web:1"})
	definition := {"op": "add", "path": "/context/taskDefinition", "value": {"taskRoleArn": web}}
	found := role.assigned("taskRoleArn") with input as fixture.changed(call, [definition])
	found == {"value": web, "field": "/context/taskDefinition/taskRoleArn"}
}

test_name if {
	every text in [web, "web", "/app/web"] {
		role.name(text) == "web"
	}
	every wrong in [null, 1, {}, []] {
		not role.name(wrong)
	}
}

test_account if {
	role.account(web) == "123456789012" with input as {"request": {"account": "999999999999"}}
	role.account("web") == "999999999999" with input as {"request": {"account": "999999999999"}}
	not role.account("web") with input as {"request": {}}
	every wrong in [null, 1, {}, []] {
		not role.account(wrong) with input as fixture.compliant
		not role.full(wrong) with input as fixture.compliant
	}
	not role.account("arn:web") with input as {"request": {"account": "999999999999"}}
}

test_full if {
	role.full(web) == web with input as fixture.compliant
	every text in ["app/web", "/app/web"] {
		role.full(text) == web with input as fixture.compliant
	}
	china := fixture.changed(fixture.compliant, [{"op": "add", "path": "/partition", "value": "aws-cn"}])
	role.full("web") == "arn:aws-cn:iam::123456789012:role/web" with input as china
	not role.full("web") with input as {"request": {}}
}
