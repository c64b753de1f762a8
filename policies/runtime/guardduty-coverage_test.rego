package policies.runtime["guardduty-coverage_test"]

import data.lib.fixture_test as fixture
import data.lib.instrument_fixture_test as on
import data.policies.runtime["guardduty-coverage"] as coverage

running(context) := json.patch(fixture.running(on.registering({}, [])), array.concat(
	[{"op": "add", "path": "/request/object/launchType", "value": "FARGATE"}],
	[{"op": "add", "path": $"/request/context/{member}", "value": found} | some member, found in context],
))

tagged(found) := {"tags": [{"key": "Owner", "value": "a"}, {"key": "GuardDutyManaged", "value": found}]}

task(containers) := {"lastStatus": "RUNNING", "containers": array.concat([{"name": "web", "lastStatus": "RUNNING"}], containers)}

agent(name, status) := {"name": name, "lastStatus": status}

test_allows if {
	count(coverage.violation) == 0 with input as on.registering({}, [])
	every context in [
		{},
		{"cluster": {}},
		{"cluster": tagged("true")},
		{"serviceRevision": {"guardDutyEnabled": true}},
		{"task": task([agent("aws-gd-agent", "RUNNING")])},
		{"task": task([agent("aws-guardduty-agent-x1", "RUNNING")]), "cluster": tagged("true")},
		{"task": object.union(task([]), {"lastStatus": "PENDING"})},
	] {
		count(coverage.violation) == 0 with input as running(context)
	}
}

test_refuses_what_is_not_covered if {
	every case in [
		{"context": {"cluster": tagged("false")}, "msg": "the cluster's tag GuardDutyManaged is false, not true", "at": "/context/cluster/tags"},
		{
			"context": {"serviceRevision": {"guardDutyEnabled": false}},
			"msg": "guardDutyEnabled of the service's revision is not true", "at": "/context/serviceRevision/guardDutyEnabled",
		},
		{
			"context": {"serviceRevision": {}},
			"msg": "guardDutyEnabled of the service's revision is not true", "at": "/context/serviceRevision/guardDutyEnabled",
		},
		{"context": {"task": task([])}, "msg": "GuardDuty's agent in the task is missing", "at": "/context/task/containers"},
		{
			"context": {"task": task([agent("aws-gd-agent", "STOPPED")])},
			"msg": "GuardDuty's agent in the task is STOPPED, not RUNNING", "at": "/context/task/containers",
		},
		{
			"context": {"task": task([object.union(agent("aws-gd-agent", "RUNNING"), {"healthStatus": "UNHEALTHY"})])},
			"msg": "GuardDuty's agent in the task is UNHEALTHY, not RUNNING", "at": "/context/task/containers",
		},
	] {
		coverage.violation == {{"msg": case.msg, "field": case.at}} with input as running(case.context)
	}
}

test_require_tag if {
	every cluster, refused in {"none": 1, "true": 0, "other": 1} {
		clusters := {"none": {"tags": []}, "true": tagged("true"), "other": tagged("yes")}
		document := fixture.with_parameters(running({"cluster": clusters[cluster]}), {"requireTag": true})
		count(coverage.violation) == refused with input as document
	}
	coverage.violation == {{
		"msg": "the cluster's tag GuardDutyManaged is missing",
		"field": "/context/cluster/tags",
	}} with input as fixture.with_parameters(running({"cluster": {}}), {"requireTag": true})
}

test_what_the_agent_needs if {
	coverage.violation == {{
		"msg": "executionRoleArn, which GuardDuty's agent is pulled with, is missing",
		"field": "/executionRoleArn",
	}} with input as on.registering({}, [{"op": "remove", "path": "/executionRoleArn"}])
	windows := [{"op": "add", "path": "/runtimePlatform", "value": {"operatingSystemFamily": "WINDOWS_SERVER_2022_CORE"}}]
	coverage.violation == {{
		"msg": "the operating system is WINDOWS_SERVER_2022_CORE, and GuardDuty's agent is for Linux",
		"field": "/runtimePlatform/operatingSystemFamily",
	}} with input as on.registering({}, windows)
}

test_managed_instances_are_not_covered if {
	only := {"op": "add", "path": "/requiresCompatibilities", "value": ["MANAGED_INSTANCES"]}
	coverage.violation == {{
		"msg": "GuardDuty does not support Managed Instances",
		"field": "/requiresCompatibilities",
	}} with input as on.registering({}, [only])
	launched := json.patch(running({}), [{"op": "add", "path": "/request/object/launchType", "value": "MANAGED_INSTANCES"}])
	coverage.violation == {{"msg": "GuardDuty does not support Managed Instances", "field": "/launchType"}} with input as launched
}

test_not_applicable_on_ec2 if {
	expected := {{"outcome": "notApplicable", "msg": "the task does not run on Fargate"}}
	coverage.violation == expected with input as on.registering({}, [{"op": "add", "path": "/requiresCompatibilities", "value": ["EC2"]}])
	launched := json.patch(running({}), [{"op": "add", "path": "/request/object/launchType", "value": "EC2"}])
	coverage.violation == expected with input as launched
}

test_wrong_types_and_unknown if {
	every wrong in [null, 1, "yes"] {
		count(coverage.violation) == 1 with input as running({"serviceRevision": {"guardDutyEnabled": wrong}})
		count(coverage.violation) == 1 with input as on.registering({}, [{"op": "add", "path": "/runtimePlatform", "value": {"operatingSystemFamily": wrong}}])
	}
	every wrong in [null, 1, ""] {
		count(coverage.violation) == 1 with input as on.registering({}, [{"op": "add", "path": "/executionRoleArn", "value": wrong}])
	}
	every pointer in ["/runtimePlatform", "/executionRoleArn", "/requiresCompatibilities"] {
		found := coverage.violation with input as on.registering({}, [{"op": "add", "path": pointer, "value": fixture.marker}])
		fixture.only_unknown(found, pointer)
	}
	cluster := coverage.violation with input as running({"cluster": fixture.marker})
	fixture.only_unknown(cluster, "/context/cluster")
}
