package policies.runtime["instrument-generic_test"]

import data.lib.instrument_fixture_test as on
import data.policies.runtime["instrument-generic"] as generic

parameters := {"vendor": "Acme", "agentImage": "acme/agent:1", "prefix": ["/agent/run", "--"]}

instrumented(document) := after.request.object if {
	operations := generic.patch with input as document
	after := on.patched(document, operations)
	again := generic.patch with input as after
	again == []
	found := generic.violation with input as after
	count(found) == 0
}

test_beside_the_agent if {
	instrumented(on.registering(parameters, [])) == object.union(on.task_definition, {"containerDefinitions": [
		{
			"name": "web",
			"image": on.image,
			"entryPoint": ["/agent/run", "--", "/docker-entrypoint.sh"],
			"command": ["nginx", "-g", "daemon off;"],
			"environment": [{"name": "PORT", "value": "80"}],
			"linuxParameters": {"capabilities": {"add": ["SYS_PTRACE"]}},
			"volumesFrom": [{"sourceContainer": "runtime-agent", "readOnly": true}],
		},
		{"name": "runtime-agent", "image": "acme/agent:1", "essential": false},
	]})
}

all_parameters := object.union(parameters, {
	"agentName": "acme", "agentEntryPoint": ["/copy"], "agentCommand": ["/agent"], "agentEssential": true,
	"agentEnvironment": {"B": "2", "A": "1"}, "agentSecrets": {"KEY": on.secret},
	"environment": {"ACME_OF": "{family}/{container}/{image}"}, "secrets": {"TOKEN": on.secret},
	"capabilities": ["SYS_PTRACE", "NET_ADMIN"], "sharedPath": "/agent", "readOnly": false, "dependency": "SUCCESS",
	"pidMode": "task", "architectures": ["ARM64"],
})

arm := {"op": "add", "path": "/runtimePlatform", "value": {"cpuArchitecture": "ARM64"}}

test_over_a_volume if {
	made := instrumented(on.registering(all_parameters, [arm]))
	mount := {"sourceVolume": "acme", "containerPath": "/agent", "readOnly": false}
	made.pidMode == "task"
	made.volumes == [{"name": "acme"}]
	made.containerDefinitions == [
		{
			"name": "web",
			"image": on.image,
			"entryPoint": ["/agent/run", "--", "/docker-entrypoint.sh"],
			"command": ["nginx", "-g", "daemon off;"],
			"environment": [{"name": "PORT", "value": "80"}, {"name": "ACME_OF", "value": $"web/web/{on.image}"}],
			"secrets": [{"name": "TOKEN", "valueFrom": on.secret}],
			"linuxParameters": {"capabilities": {"add": ["SYS_PTRACE", "NET_ADMIN"]}},
			"mountPoints": [mount],
			"dependsOn": [{"containerName": "acme", "condition": "SUCCESS"}],
		},
		{
			"name": "acme",
			"image": "acme/agent:1",
			"essential": true,
			"entryPoint": ["/copy"],
			"command": ["/agent"],
			"environment": [{"name": "A", "value": "1"}, {"name": "B", "value": "2"}],
			"secrets": [{"name": "KEY", "valueFrom": on.secret}],
			"mountPoints": [mount],
		},
	]
}

test_takes_secrets_by_their_arn_alone if {
	every of in ["secrets", "agentSecrets"] {
		document := on.registering(object.union(parameters, {of: {"KEY": "plain"}}), [])
		operations := generic.patch with input as document
		operations == []
		found := generic.violation with input as document
		some violation in found
		endswith(violation.msg, $"the parameter {of}/KEY is not the ARN of a secret or of a parameter in Parameter Store")
	}
	parameter := on.registering(object.union(parameters, {"secrets": {"KEY": "arn:aws:ssm:eu-west-1:123456789012:parameter/a"}}), [])
	count(generic.patch) > 0 with input as parameter
}

# What is in a container's lists already stays in its place.
test_adds_to_lists if {
	made := instrumented(on.registering(all_parameters, [
		arm,
		on.container("linuxParameters", {"initProcessEnabled": true, "capabilities": {"add": ["NET_ADMIN"], "drop": ["MKNOD"]}}),
		on.container("mountPoints", [{"sourceVolume": "data", "containerPath": "/data"}]),
		on.container("dependsOn", [{"containerName": "acme", "condition": "START"}]),
		{"op": "add", "path": "/volumes", "value": [{"name": "data"}]},
	]))
	web := made.containerDefinitions[0]
	web.linuxParameters == {"initProcessEnabled": true, "capabilities": {"add": ["NET_ADMIN", "SYS_PTRACE"], "drop": ["MKNOD"]}}
	[mount.sourceVolume | some mount in web.mountPoints] == ["data", "acme"]
	web.dependsOn == [{"containerName": "acme", "condition": "START"}]
	[volume.name | some volume in made.volumes] == ["data", "acme"]
}

test_refuses_a_variable_of_the_program if {
	document := on.registering(object.union(parameters, {"environment": {"PORT": "81"}}), [])
	generic.patch == [] with input as document
	found := generic.violation with input as document
	some violation in found
	violation.field == "/containerDefinitions/0/environment/0/value"
	violation.msg == "container web cannot be instrumented with Acme: it sets the variable PORT itself, which the agent needs"
}

containers := [
	{"name": "log", "image": "aws-for-fluent-bit", "firelensConfiguration": {"type": "fluentbit"}},
	{"name": "proxy-1", "image": "envoy"},
	{"name": "dd", "image": "datadog/agent"},
]

# The program alone is wrapped: not what is ignored, a log router, or somebody's agent.
test_leaves_other_containers if {
	ignoring := object.union(parameters, {"ignoreContainers": ["proxy-*"]})
	made := instrumented(on.registering(ignoring, [
	{"op": "add", "path": $"/containerDefinitions/{i}", "value": container} | some i, container in containers]))
	array.slice(made.containerDefinitions, 0, 3) == containers
	made.containerDefinitions[3].entryPoint == ["/agent/run", "--", "/docker-entrypoint.sh"]
	count(made.containerDefinitions) == 5
}

test_a_tag if {
	every case in [
		{"tags": [], "made": [{"key": "by", "value": "generic"}]},
		{"tags": [{"key": "a", "value": "b"}], "made": [{"key": "a", "value": "b"}, {"key": "by", "value": "generic"}]},
		{"tags": [{"key": "by", "value": "b"}], "made": [{"key": "by", "value": "generic"}]},
		{"tags": [{"key": "by", "value": "generic"}], "made": [{"key": "by", "value": "generic"}]},
	] {
		patches := [{"op": "add", "path": "/tags", "value": case.tags}]
		instrumented(on.registering(object.union(parameters, {"markerTag": "by"}), patches)).tags == case.made
	}
}

test_asks_nothing_without_parameters if {
	generic.violation == {{
		"outcome": "notApplicable",
		"msg": "no constraint gives the parameters that the vendor's agent needs: agentImage, prefix",
	}} with input as on.registering({}, [])
}

test_names_what_is_missing if {
	found := generic.violation with input as on.registering({"prefix": ["/agent/run"]}, [])
	on.messages(found) == {
		"container web does not start under the vendor's agent",
		"the task cannot be instrumented with the vendor: the constraint does not give the parameter agentImage",
	}
}
