package policies.runtime["instrument-sysdig_test"]

import data.lib.fixture_test as fixture
import data.lib.instrument_fixture_test as on
import data.policies.runtime["instrument-sysdig"] as sysdig

parameters := {"agentImage": "quay.io/sysdig/workload-agent:6", "collectorHost": "collector.example", "accessKeySecret": on.secret}

wrapper := "/opt/draios/bin/instrument"

remedy := "declare entryPoint and command, or let Taskgate read the registry"

agent := {
	"name": "sysdigInstrumentation",
	"image": "quay.io/sysdig/workload-agent:6",
	"essential": false,
	"environment": [
		{"name": "SYSDIG_COLLECTOR", "value": "collector.example"},
		{"name": "SYSDIG_COLLECTOR_PORT", "value": "6443"},
		{"name": "SYSDIG_PRIORITY", "value": "availability"},
		{"name": "SYSDIG_SIDECAR", "value": "auto"},
	],
	"secrets": [{"name": "SYSDIG_ACCESS_KEY", "valueFrom": on.secret}],
}

# The task definition that the patch makes of a registration; the second patch has to be empty, and the policy content.
instrumented(document) := after.request.object if {
	operations := sysdig.patch with input as document
	after := on.patched(document, operations)
	again := sysdig.patch with input as after
	again == []
	found := sysdig.violation with input as after
	count(found) == 0
}

# Whose image has ENTRYPOINT and CMD: what stands in the task definition, and what it becomes.
test_shapes if {
	every case in [
		{"patches": [], "entryPoint": ["/docker-entrypoint.sh"], "command": ["nginx", "-g", "daemon off;"]},
		{"patches": [on.container("entryPoint", ["/app"])], "entryPoint": ["/app"], "command": null},
		{"patches": [on.container("command", ["sh"])], "entryPoint": ["/docker-entrypoint.sh"], "command": ["sh"]},
		{
			"patches": [on.container("entryPoint", ["/app"]), on.container("command", ["a", "b"])],
			"entryPoint": ["/app"], "command": ["a", "b"],
		},
		{"patches": [on.container("entryPoint", ["sh", "-c", "exec a"])], "entryPoint": ["sh", "-c", "exec a"], "command": null},
		{
			"patches": [on.container("entryPoint", []), on.container("command", [])],
			"entryPoint": ["/docker-entrypoint.sh"], "command": ["nginx", "-g", "daemon off;"],
		},
	] {
		made := instrumented(on.registering(parameters, case.patches)).containerDefinitions
		made[0].entryPoint == array.concat([wrapper], case.entryPoint)
		object.get(made[0], "command", null) == case.command
	}
}

test_makes_the_whole_of_it if {
	instrumented(on.registering(parameters, [])) == object.union(on.task_definition, {"pidMode": "task", "containerDefinitions": [
		{
			"name": "web",
			"image": on.image,
			"entryPoint": [wrapper, "/docker-entrypoint.sh"],
			"command": ["nginx", "-g", "daemon off;"],
			"environment": [{"name": "PORT", "value": "80"}, {"name": "SYSDIG_SIDECAR", "value": "auto"}],
			"linuxParameters": {"capabilities": {"add": ["SYS_PTRACE"]}},
			"volumesFrom": [{"sourceContainer": "sysdigInstrumentation", "readOnly": true}],
		},
		agent,
	]})
}

test_an_image_with_a_command_alone if {
	document := json.patch(on.registering(parameters, []), [{
		"op": "replace",
		"path": "/request/context/images",
		"value": {on.image: {"config": {"Entrypoint": null, "Cmd": ["/app"]}}},
	}])
	made := instrumented(document).containerDefinitions[0]
	made.entryPoint == [wrapper]
	made.command == ["/app"]
}

test_an_image_that_is_not_known if {
	every placed in ["nginx", "${REPO}:tag"] {
		bare := on.unseen(on.registering(parameters, [on.container("image", placed)]))
		sysdig.patch == [] with input as bare
		found := sysdig.violation with input as bare
		on.messages(found) == {
			"container web does not start under Sysdig's agent",
			$"container web cannot be instrumented with Sysdig: what its image {placed} starts is not known; {remedy}",
		}
		told := on.unseen(on.registering(parameters, [on.container("image", placed), on.container("entryPoint", ["/app"])]))
		instrumented(told).containerDefinitions[0].entryPoint == [wrapper, "/app"]
	}
}

test_says_why_an_image_is_not_known if {
	document := json.patch(on.registering(parameters, []), [{
		"op": "replace",
		"path": "/request/context/images",
		"value": {on.image: {"config": {"$unknown": "the registry did not answer within 2 s"}}},
	}])
	found := sysdig.violation with input as document
	some violation in found
	contains(violation.msg, "is not known (the registry did not answer within 2 s); declare")
	violation.field == "/containerDefinitions/0/entryPoint"
	sysdig.patch == [] with input as document
}

test_leaves_what_is_instrumented if {
	every shape in [
		{"entryPoint": [wrapper, "/docker-entrypoint.sh"], "command": ["nginx"]},
		{"entryPoint": [wrapper], "command": ["/docker-entrypoint.sh", "nginx"]},
	] {
		document := on.registering(parameters, [on.container("entryPoint", shape.entryPoint), on.container("command", shape.command)])
		instrumented(document) == document.request.object
	}
}

test_asks_nothing_without_parameters if {
	document := on.registering({}, [])
	sysdig.violation == {{
		"outcome": "notApplicable",
		"msg": "no constraint gives the parameters that Sysdig's agent needs: accessKeySecret, collectorHost",
	}} with input as document
	sysdig.patch == [] with input as document
}

test_names_what_is_missing if {
	every missing in {"collectorHost", "accessKeySecret"} {
		document := on.registering(object.remove(parameters, [missing]), [])
		found := sysdig.violation with input as document
		on.messages(found) == {
			"container web does not start under Sysdig's agent",
			$"the task cannot be instrumented with Sysdig: the constraint does not give the parameter {missing}",
		}
		sysdig.patch == [] with input as document
	}
}

test_takes_a_key_by_its_arn_alone if {
	document := on.registering(object.union(parameters, {"accessKeySecret": "0a1b-plain"}), [])
	found := on.messages(sysdig.violation) with input as document
	every msg in found { not contains(msg, "0a1b") }
	some msg in found
	endswith(msg, "the parameter accessKeySecret is not the ARN of a secret or of a parameter in Parameter Store")
	sysdig.patch == [] with input as document
}

test_when_run if {
	call := fixture.running(on.registering(parameters, []))
	sysdig.violation == {{
		"msg": "container web does not start under Sysdig's agent",
		"field": "/context/taskDefinition/containerDefinitions/0/entryPoint",
	}} with input as call
	sysdig.patch == [] with input as call
}

test_options if {
	made := instrumented(on.registering(
		object.union(parameters, {
			"priority": "security", "agentCpu": 64, "agentMemory": 256, "agentMemoryReservation": 128, "collectorPort": "1",
			"agentLogConfiguration": {"logDriver": "awslogs"}, "agentCredentials": on.secret, "markerTag": "instrumented-by",
		}),
		[],
	))
	made.tags == [{"key": "instrumented-by", "value": "sysdig"}]
	sidecar := made.containerDefinitions[1]
	object.remove(sidecar, ["name", "image", "environment", "secrets"]) == {
		"essential": true, "cpu": 64, "memory": 256, "memoryReservation": 128,
		"logConfiguration": {"logDriver": "awslogs"}, "repositoryCredentials": {"credentialsParameter": on.secret},
	}
	{variable.value | some variable in sidecar.environment} == {"collector.example", "1", "security", "auto"}
}

# Whatever of linuxParameters is there stays.
test_capabilities if {
	every given in [{}, {"initProcessEnabled": true}, {"capabilities": {}}, {"capabilities": {"drop": ["ALL"]}}, {"capabilities": {"add": ["CAP_SYS_PTRACE"]}}] {
		made := instrumented(on.registering(parameters, [on.container("linuxParameters", given)])).containerDefinitions[0].linuxParameters
		added := [name | some name in made.capabilities.add; contains(name, "SYS_PTRACE")]
		count(added) == 1
		object.union(made, given) == made
	}
}

# The values of the program's variables are nobody's business: one that is not known yet hinders nothing.
test_values_of_other_variables if {
	every variable in [{"name": "URL", "value": fixture.marker}, {"name": "URL"}] {
		made := instrumented(on.registering(parameters, [on.container("environment", [variable])])).containerDefinitions[0].environment
		made == [variable, {"name": "SYSDIG_SIDECAR", "value": "auto"}]
	}
}
