package policies.runtime["instrument-datadog_test"]

import data.lib.instrument_fixture_test as on
import data.policies.runtime["instrument-datadog"] as datadog

parameters := {
	"agentImage": "public.ecr.aws/datadog/agent:7",
	"instrumentationImage": "public.ecr.aws/datadog/cws-instrumentation:7",
	"apiKeySecret": on.secret,
	"site": "datadoghq.eu",
}

mount(read_only) := {"sourceVolume": "cws-instrumentation-volume", "containerPath": "/cws-instrumentation-volume", "readOnly": read_only}

check := {"command": ["CMD-SHELL", "/probe.sh"], "interval": 30, "timeout": 5, "retries": 2, "startPeriod": 60}

instrumented(document) := after.request.object if {
	operations := datadog.patch with input as document
	after := on.patched(document, operations)
	again := datadog.patch with input as after
	again == []
	found := datadog.violation with input as after
	count(found) == 0
}

test_makes_the_whole_of_it if {
	instrumented(on.registering(parameters, [])) == object.union(on.task_definition, {
		"pidMode": "task",
		"volumes": [{"name": "cws-instrumentation-volume"}],
		"containerDefinitions": [
			{
				"name": "web",
				"image": on.image,
				"entryPoint": ["/cws-instrumentation-volume/cws-instrumentation", "trace", "--", "/docker-entrypoint.sh"],
				"command": ["nginx", "-g", "daemon off;"],
				"environment": [{"name": "PORT", "value": "80"}],
				"linuxParameters": {"capabilities": {"add": ["SYS_PTRACE"]}},
				"mountPoints": [mount(true)],
				"dependsOn": [
					{"containerName": "datadog-agent", "condition": "HEALTHY"},
					{"containerName": "cws-instrumentation-init", "condition": "SUCCESS"},
				],
			},
			{
				"name": "cws-instrumentation-init",
				"image": "public.ecr.aws/datadog/cws-instrumentation:7",
				"essential": false,
				"user": "0",
				"command": ["/cws-instrumentation", "setup", "--cws-volume-mount", "/cws-instrumentation-volume"],
				"mountPoints": [mount(false)],
			},
			{
				"name": "datadog-agent",
				"image": "public.ecr.aws/datadog/agent:7",
				"essential": true,
				"environment": [
					{"name": "DD_SITE", "value": "datadoghq.eu"},
					{"name": "ECS_FARGATE", "value": "true"},
					{"name": "DD_RUNTIME_SECURITY_CONFIG_ENABLED", "value": "true"},
					{"name": "DD_RUNTIME_SECURITY_CONFIG_EBPFLESS_ENABLED", "value": "true"},
				],
				"secrets": [{"name": "DD_API_KEY", "valueFrom": on.secret}],
				"healthCheck": check,
			},
		],
	})
}

metrics := {
	"name": "dd",
	"image": "mirror.example/datadog/agent:7",
	"environment": [{"name": "DD_SITE", "value": "us5.datadoghq.com"}, {"name": "DD_RUNTIME_SECURITY_CONFIG_ENABLED", "value": "false"}],
	"secrets": [{"name": "DD_API_KEY", "valueFrom": "/dd/key"}],
}

beside(parameters_also) := on.registering(object.union(parameters, parameters_also), [
	{"op": "add", "path": "/containerDefinitions/-", "value": metrics},
	on.container("dependsOn", [{"containerName": "dd", "condition": "START"}]),
])

# An agent that sends metrics already: what it says stays, and what it lacks is added.
test_completes_an_agent_that_is_there if {
	made := instrumented(beside({})).containerDefinitions
	made[1] == {
		"name": "dd",
		"image": "mirror.example/datadog/agent:7",
		"environment": [
			{"name": "DD_SITE", "value": "us5.datadoghq.com"},
			{"name": "DD_RUNTIME_SECURITY_CONFIG_ENABLED", "value": "true"},
			{"name": "ECS_FARGATE", "value": "true"},
			{"name": "DD_RUNTIME_SECURITY_CONFIG_EBPFLESS_ENABLED", "value": "true"},
		],
		"secrets": [{"name": "DD_API_KEY", "valueFrom": "/dd/key"}],
		"healthCheck": check,
	}
	made[0].dependsOn == [
		{"containerName": "dd", "condition": "START"},
		{"containerName": "cws-instrumentation-init", "condition": "SUCCESS"},
	]
	count(made) == 3
}

test_leaves_an_agent_that_is_ignored if {
	instrumented(beside({"ignoreContainers": ["dd"]})).containerDefinitions[1] == metrics
}

test_volumes if {
	every same in [{"name": "cws-instrumentation-volume"}, {"name": "cws-instrumentation-volume", "host": {}}] {
		made := instrumented(on.registering(parameters, [{"op": "add", "path": "/volumes", "value": [same]}]))
		made.volumes == [same]
	}
	other := {"name": "cws-instrumentation-volume", "efsVolumeConfiguration": {"fileSystemId": "fs-1"}}
	document := on.registering(parameters, [{"op": "add", "path": "/volumes", "value": [{"name": "a"}, other]}])
	datadog.patch == [] with input as document
	found := datadog.violation with input as document
	some violation in found
	violation.field == "/volumes/1"
	endswith(violation.msg, "another volume is called cws-instrumentation-volume, which the agent's needs to be")
}

test_a_path_that_is_taken if {
	every path in ["/cws-instrumentation-volume", "/cws-instrumentation-volume/"] {
		document := on.registering(parameters, [on.container("mountPoints", [{"sourceVolume": "a", "containerPath": path}])])
		operations := datadog.patch with input as document
		operations == []
		found := datadog.violation with input as document
		some violation in found
		violation.field == "/containerDefinitions/0/mountPoints/0"
		endswith(violation.msg, "it mounts another volume at /cws-instrumentation-volume")
	}
}

test_names_what_is_missing if {
	document := on.registering({"site": "datadoghq.eu", "apiKeySecret": on.secret}, [])
	datadog.patch == [] with input as document
	on.messages(datadog.violation) == {
		"container web does not start under Datadog's agent",
		"the task cannot be instrumented with Datadog: the constraint does not give the parameter agentImage",
		"the task cannot be instrumented with Datadog: the constraint does not give the parameter instrumentationImage",
	} with input as document
}
