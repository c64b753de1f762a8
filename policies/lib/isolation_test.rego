package lib.isolation_test

import data.lib.fixture_test as fixture
import data.lib.isolation
import data.lib.target_fixture_test as on

sandboxed(mode) := fixture.registering([
	{"op": "add", "path": "/requiresCompatibilities", "value": ["MANAGED_INSTANCES"]},
	{"op": "add", "path": "/trustedExecutionConfiguration", "value": {"isolationMode": mode}},
])

of(document) := answer if {
	answer := isolation.level with input as document
}

run(members) := on.launching(fixture.compliant, members)

test_fargate if {
	of(run({"launchType": "FARGATE"})) == {"value": 2, "because": "Fargate", "field": "/launchType"}
	of(run({"capacityProviderStrategy": on.provider("FARGATE_SPOT")})).value == 2
	of(on.launching(sandboxed("CONFIDENTIAL_SANDBOX"), {"launchType": "FARGATE"})).value == 2
}

test_shared_instances if {
	of(run({"launchType": "EC2"})) == {"value": 0, "because": "instances that tasks share", "field": "/launchType"}
	every type in ["EXTERNAL", "MANAGED_INSTANCES"] {
		of(run({"launchType": type})).value == 0
	}
	of(run({"capacityProviderStrategy": on.provider("own")})).value == 0
}

test_a_cluster_of_one_tenant if {
	of(on.on_cluster(run({"launchType": "EC2"}), {"tags": [{"key": "Tenancy", "value": "single"}]})) == {
		"value": 1,
		"because": "instances of one tenant",
		"field": "/launchType",
	}
	of(on.on_cluster(run({"launchType": "EC2"}), {"tags": [{"key": "Tenancy", "value": "shared"}]})).value == 0
	unclear := on.on_cluster(run({"launchType": fixture.marker}), {"tags": [{"key": "Tenancy", "value": "single"}]})
	of(unclear).value == fixture.marker
}

test_sandboxes if {
	field := "/context/taskDefinition/trustedExecutionConfiguration/isolationMode"
	own := {"capacityProviderStrategy": on.provider("own")}
	of(on.launching(sandboxed("ISOLATED_SANDBOX"), own)) == {"value": 2, "because": "ISOLATED_SANDBOX", "field": field}
	of(on.launching(sandboxed("CONFIDENTIAL_SANDBOX"), own)) == {"value": 3, "because": "CONFIDENTIAL_SANDBOX", "field": field}
	of(on.launching(sandboxed("CONFIDENTIAL_SANDBOX"), {"launchType": "MANAGED_INSTANCES"})).value == 3
	of(on.launching(sandboxed("SHARED"), own)).value == 0
	of(on.launching(sandboxed(fixture.marker), own)) == {"value": fixture.marker, "because": "", "field": field}
	of(on.launching(sandboxed(null), own)).value == null
}

test_sandboxes_are_managed_instances_alone if {
	of(on.launching(sandboxed("CONFIDENTIAL_SANDBOX"), {"launchType": "EC2"})).value == 0
	both := json.patch(
		sandboxed("ISOLATED_SANDBOX"),
		[{"op": "add", "path": "/request/object/requiresCompatibilities/-", "value": "EC2"}],
	)
	of(on.launching(both, {"capacityProviderStrategy": on.provider("own")})).value == 0
}

test_unclear if {
	of(run({})) == {"value": "", "because": "", "field": "/launchType"}
	of(run({"launchType": fixture.marker})) == {"value": fixture.marker, "because": "", "field": "/launchType"}
}

reach(document) := answer if {
	answer := isolation.most with input as document
}

requiring(list) := fixture.with_member("/requiresCompatibilities", list)

test_most if {
	every type, level in {"FARGATE": 2, "EC2": 1, "EXTERNAL": 1, "MANAGED_INSTANCES": 1} {
		reach(requiring([type])) == {"value": level, "field": "/requiresCompatibilities"}
	}
	reach(requiring(["FARGATE", "EC2"])).value == 2
	reach(sandboxed("CONFIDENTIAL_SANDBOX")).value == 3
	reach(sandboxed("ISOLATED_SANDBOX")).value == 2
	not reach(fixture.compliant)
	not reach(requiring([]))
	not reach(requiring(["LAMBDA"]))
}

test_most_unclear if {
	reach(requiring(fixture.marker)) == {"value": fixture.marker, "field": "/requiresCompatibilities/0"}
	reach(requiring(["EC2", fixture.marker])) == {"value": fixture.marker, "field": "/requiresCompatibilities/1"}
	reach(requiring("FARGATE")).value == null
	reach(sandboxed(fixture.marker)) == {
		"value": fixture.marker,
		"field": "/trustedExecutionConfiguration/isolationMode",
	}
	reach(sandboxed("TIGHT")).value == "TIGHT"
	elsewhere := json.patch(
		sandboxed(fixture.marker),
		[{"op": "add", "path": "/request/object/requiresCompatibilities", "value": ["FARGATE"]}],
	)
	reach(elsewhere).value == 2
}

parameters := {"singleTenantExpressions": ["attribute:tenancy == one"], "singleTenantTags": ["Owner=us"]}

test_single_tenant_tags if {
	document := fixture.with_parameters(run({"launchType": "EC2"}), parameters)
	of(on.on_cluster(document, {"tags": [{"key": "Owner", "value": "us"}]})).value == 1
	of(on.on_cluster(document, {"tags": [{"key": "Tenancy", "value": "single"}]})).value == 0
	of(on.on_cluster(document, fixture.marker)).value == fixture.marker
}

test_single_tenant_expressions if {
	constraint := {"type": "memberOf", "expression": "attribute:tenancy == one"}
	every wrong in [object.union(constraint, {"type": "distinctInstance"}), object.union(constraint, {"expression": "x"})] {
		of(ec2({"placementConstraints": [wrong]})).value == 0
	}
	of(ec2({"placementConstraints": [constraint]})).value == 1
	placed := on.launching(fixture.with_member("/placementConstraints", [constraint]), {"launchType": "EC2"})
	of(fixture.with_parameters(placed, parameters)).value == 1
	of(placed).value == 0
	every wrong in [{"type": "memberOf"}, {"expression": "attribute:tenancy == one"}] {
		other := on.launching(fixture.with_member("/placementConstraints", [wrong]), {"launchType": "EC2"})
		of(fixture.with_parameters(other, parameters)).value == 0
	}
}

ec2(members) := fixture.with_parameters(run(object.union({"launchType": "EC2"}, members)), parameters)

test_unclear_tags_of_the_cluster if {
	every case in [
		{"tags": fixture.marker, "at": "tags/0/key"},
		{"tags": [fixture.marker], "at": "tags/0/key"},
		{"tags": [{"key": fixture.marker, "value": "single"}], "at": "tags/0/key"},
		{"tags": [{"key": "Tenancy", "value": fixture.marker}], "at": "tags/0/value"},
	] {
		answer := of(on.on_cluster(run({"launchType": "EC2"}), {"tags": case.tags}))
		answer.value == fixture.marker
		answer.field == $"/context/cluster/{case.at}"
	}
	of(on.on_cluster(run({"launchType": "EC2"}), {"tags": [{"key": "Team", "value": fixture.marker}]})).value == 0
}
