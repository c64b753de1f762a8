package policies.fargate["execution-role_test"]

import data.lib.fixture_test as fixture
import data.lib.target_fixture_test as on
import data.policies.fargate["execution-role"] as execution_role

role := {"op": "add", "path": "/executionRoleArn", "value": "arn:aws:iam::123456789012:role/execution"}

bare := on.registering([
	{"op": "add", "path": "/containerDefinitions/0/image", "value": "public.ecr.aws/docker/library/nginx:1"},
	{"op": "remove", "path": "/containerDefinitions/0/logConfiguration"},
])

with_container(member, set) := json.patch(
	bare,
	[{"op": "add", "path": $"/request/object/containerDefinitions/0/{member}", "value": set}],
)

test_allows_a_role if {
	count(execution_role.violation) == 0 with input as on.registering([role])
}

test_allows_none_where_nothing_needs_it if {
	count(execution_role.violation) == 0 with input as bare
	count(execution_role.violation) == 0 with input as with_container("secrets", [])
	count(execution_role.violation) == 0 with input as with_container("logConfiguration", {"logDriver": "splunk"})
}

test_refuses_none_where_something_needs_it if {
	every reason, document in {
		"container web reads environment files": with_container("environmentFiles", [{"type": "s3", "value": "a"}]),
		"container web uses registry credentials": with_container("repositoryCredentials", {"credentialsParameter": "a"}),
		"container web uses secrets": with_container("secrets", [{"name": "A", "valueFrom": "a"}]),
		"container web logs by awslogs": with_container("logConfiguration", {"logDriver": "awslogs"}),
		"container web comes from a private ECR registry": with_container("image", "1.dkr.ecr.eu-west-1.amazonaws.com/web"),
	} {
		execution_role.violation == {{
			"msg": $"executionRoleArn is missing: {reason}",
			"field": "/executionRoleArn",
		}} with input as document
	}
}

test_refuses_wrong_types if {
	every wrong in ["", null, 1, [], {}] {
		document := on.registering([object.union(role, {"value": wrong})])
		found := execution_role.violation with input as document
		fixture.fields(found) == {"/executionRoleArn"}
	}
	found := execution_role.violation with input as with_container("secrets", null)
	fixture.fields(found) == {"/executionRoleArn"}
}

test_always if {
	document := fixture.with_parameters(bare, {"always": true})
	execution_role.violation == {{
		"msg": "executionRoleArn is missing: the constraint asks for it always",
		"field": "/executionRoleArn",
	}} with input as document
	count(execution_role.violation) == 0 with input as fixture.with_parameters(bare, {"always": false})
}

test_refuses_when_run if {
	found := execution_role.violation with input as on.launching(on.registering([]), {"launchType": "FARGATE"})
	fixture.fields(found) == {"/context/taskDefinition/executionRoleArn"}
}

test_not_applicable_elsewhere if {
	found := execution_role.violation with input as on.elsewhere(on.registering([]))
	on.not_applicable(found)
	unclear := execution_role.violation with input as on.elsewhere(with_container("image", fixture.marker))
	on.not_applicable(unclear)
}

test_unknown if {
	every member in ["environmentFiles", "image", "logConfiguration", "repositoryCredentials", "secrets"] {
		found := execution_role.violation with input as with_container(member, fixture.marker)
		fixture.only_unknown(found, $"/containerDefinitions/0/{member}")
	}
	driver := execution_role.violation with input as with_container("logConfiguration", {"logDriver": fixture.marker})
	fixture.only_unknown(driver, "/containerDefinitions/0/logConfiguration/logDriver")
	whole := execution_role.violation with input as json.patch(
		bare,
		[{"op": "add", "path": "/request/object/containerDefinitions/0", "value": fixture.marker}],
	)
	fixture.only_unknown(whole, "/containerDefinitions/0")
	of_role := execution_role.violation with input as on.registering([object.union(role, {"value": fixture.marker})])
	fixture.only_unknown(of_role, "/executionRoleArn")
	with_role := json.patch(
		with_container("image", fixture.marker),
		[{"op": "add", "path": "/request/object/executionRoleArn", "value": "arn"}],
	)
	count(execution_role.violation) == 0 with input as with_role
}

test_unknown_whether_it_is_needed if {
	document := json.patch(
		with_container("image", fixture.marker),
		[{"op": "add", "path": "/request/object/executionRoleArn", "value": null}],
	)
	found := execution_role.violation with input as document
	fixture.only_unknown(found, "/containerDefinitions/0/image")
	both := json.patch(document, [{"op": "add", "path": "/request/object/executionRoleArn", "value": fixture.marker}])
	count(execution_role.violation) == 0 with input as both
}
