package policies.runtime["require-agent_test"]

import data.lib.agent
import data.lib.fixture_test as fixture
import data.lib.instrument_fixture_test as on
import data.policies.runtime["require-agent"] as require_agent

under(wrapper) := on.registering({}, [on.container("entryPoint", [wrapper, "/app"])])

beside(container) := {"op": "add", "path": "/containerDefinitions/-", "value": container}

test_allows_every_wrapper if {
	every wrapper in agent.wrappers {
		count(require_agent.violation) == 0 with input as under(wrapper)
	}
}

# An agent beside the program protects nothing by being there.
test_refuses_a_sidecar_alone if {
	found := require_agent.violation with input as on.registering({}, [beside({"name": "agent", "image": "quay.io/sysdig/workload-agent"})])
	found == {{
		"msg": "container web does not start under a runtime agent",
		"field": "/containerDefinitions/0/entryPoint",
	}}
}

test_asks_each_container if {
	document := on.registering({}, [
		on.container("entryPoint", ["/opt/draios/bin/instrument", "/app"]),
		beside({"name": "job", "image": "job", "entryPoint": ["/job", "/opt/draios/bin/instrument"]}),
		beside({"name": "log", "image": "fluent", "firelensConfiguration": {"type": "fluentbit"}}),
		beside({"name": "proxy-1", "image": "envoy"}),
	])
	found := require_agent.violation with input as fixture.with_parameters(document, {"ignoreContainers": ["proxy-*"]})
	fixture.fields(found) == {"/containerDefinitions/1/entryPoint"}
	all := require_agent.violation with input as document
	fixture.fields(all) == {"/containerDefinitions/1/entryPoint", "/containerDefinitions/3/entryPoint"}
}

test_vendors_and_wrappers if {
	document := under("/opt/draios/bin/instrument")
	count(require_agent.violation) == 0 with input as fixture.with_parameters(document, {"vendors": ["aqua", "sysdig"]})
	count(require_agent.violation) == 1 with input as fixture.with_parameters(document, {"vendors": ["aqua"]})
	count(require_agent.violation) == 1 with input as fixture.with_parameters(under("/agent/run"), {})
	count(require_agent.violation) == 0 with input as fixture.with_parameters(under("/agent/run"), {"wrappers": ["/agent/run"]})
}

test_when_run if {
	found := require_agent.violation with input as fixture.running(on.registering({}, []))
	fixture.fields(found) == {"/context/taskDefinition/containerDefinitions/0/entryPoint"}
}

test_elsewhere_than_on_fargate if {
	require_agent.violation == {{
		"outcome": "notApplicable",
		"msg": "the task does not run on Fargate",
	}} with input as on.registering({}, [{"op": "add", "path": "/requiresCompatibilities", "value": ["EC2"]}])
}

accepting(document) := fixture.with_parameters(document, {"guardDuty": true})

running(context) := json.patch(fixture.running(on.registering({}, [])), array.concat(
	[{"op": "add", "path": "/request/object/launchType", "value": "FARGATE"}],
	[{"op": "add", "path": $"/request/context/{member}", "value": found} | some member, found in context],
))

test_guardduty_will_do if {
	every context in [
		{"cluster": {"tags": [{"key": "GuardDutyManaged", "value": "true"}]}},
		{"serviceRevision": {"guardDutyEnabled": true}},
		{"task": {"lastStatus": "RUNNING", "containers": [{"name": "aws-gd-agent", "lastStatus": "RUNNING"}]}},
		{"task": {"lastStatus": "RUNNING", "containers": [{"name": "aws-guardduty-agent-a", "lastStatus": "RUNNING"}]}, "cluster": {}},
	] {
		count(require_agent.violation) == 0 with input as accepting(running(context))
		count(require_agent.violation) == 1 with input as running(context)
	}
}

test_guardduty_has_to_watch if {
	tagged := {"tags": [{"key": "GuardDutyManaged", "value": "true"}]}
	every context in [
		{"cluster": {"tags": []}},
		{"cluster": {"tags": [{"key": "GuardDutyManaged", "value": "false"}]}},
		{"cluster": tagged, "serviceRevision": {"guardDutyEnabled": false}},
		{"cluster": tagged, "task": {"lastStatus": "RUNNING", "containers": []}},
		{"cluster": tagged, "task": {"lastStatus": "RUNNING", "containers": [{"name": "aws-gd-agent", "lastStatus": "STOPPED"}]}},
	] {
		found := require_agent.violation with input as accepting(running(context))
		some violation in found
		endswith(violation.msg, "does not start under a runtime agent, and nothing shows that GuardDuty watches the task")
	}
	require_agent.violation == {{
		"outcome": "notApplicable",
		"msg": "a task definition does not show whether GuardDuty watches the task",
	}} with input as accepting(on.registering({}, []))
}

test_refuses_wrong_types if {
	every wrong in [null, "sh", {}, [null], [1]] {
		count(require_agent.violation) == 1 with input as on.registering({}, [on.container("entryPoint", wrong)])
	}
	every wrong in [null, "a", [], [null]] {
		document := on.registering({}, [{"op": "add", "path": "/containerDefinitions", "value": wrong}])
		count(require_agent.violation) == 1 with input as document
	}
}

test_unknown if {
	every pointer in ["", "/0", "/0/image", "/0/entryPoint", "/0/entryPoint/0"] {
		document := on.registering({}, [
			on.container("entryPoint", ["/app"]),
			{"op": "replace", "path": $"/containerDefinitions{pointer}", "value": fixture.marker},
		])
		found := require_agent.violation with input as document
		fixture.only_unknown(found, $"/containerDefinitions{pointer}")
	}
	compatibilities := on.registering({}, [{"op": "add", "path": "/requiresCompatibilities", "value": fixture.marker}])
	found := require_agent.violation with input as compatibilities
	fixture.only_unknown(found, "/requiresCompatibilities")
}
