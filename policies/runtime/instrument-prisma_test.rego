package policies.runtime["instrument-prisma_test"]

import data.lib.instrument_fixture_test as on
import data.policies.runtime["instrument-prisma"] as prisma

parameters := {
	"agentImage": "registry.example/twistlock/defender:34",
	"consoleAddress": "wss://console.example:443",
	"installBundleSecret": on.secret,
}

instrumented(document) := after.request.object if {
	operations := prisma.patch with input as document
	after := on.patched(document, operations)
	again := prisma.patch with input as after
	again == []
	found := prisma.violation with input as after
	count(found) == 0
}

test_makes_the_whole_of_it if {
	instrumented(on.registering(parameters, [])) == object.union(on.task_definition, {"containerDefinitions": [
		{
			"name": "web",
			"image": on.image,
			"entryPoint": ["/var/lib/twistlock/fargate/defender", "fargate", "entrypoint", "/docker-entrypoint.sh"],
			"command": ["nginx", "-g", "daemon off;"],
			"environment": [
				{"name": "PORT", "value": "80"},
				{"name": "TW_IMAGE_NAME", "value": on.image},
				{"name": "TW_CONTAINER_NAME", "value": "web"},
				{"name": "DEFENDER_TYPE", "value": "fargate"},
				{"name": "FARGATE_TASK", "value": "web"},
			],
			"linuxParameters": {"capabilities": {"add": ["SYS_PTRACE"]}},
			"volumesFrom": [{"sourceContainer": "TwistlockDefender", "readOnly": false}],
			"dependsOn": [{"containerName": "TwistlockDefender", "condition": "START"}],
		},
		{
			"name": "TwistlockDefender",
			"image": "registry.example/twistlock/defender:34",
			"essential": true,
			"entryPoint": ["/usr/local/bin/defender", "fargate", "sidecar"],
			"environment": [
				{"name": "DEFENDER_TYPE", "value": "fargate"},
				{"name": "FARGATE_TASK", "value": "web"},
				{"name": "WS_ADDRESS", "value": "wss://console.example:443"},
			],
			"secrets": [{"name": "INSTALL_BUNDLE", "valueFrom": on.secret}],
		},
	]})
}

# The older wrapper is one as well.
test_leaves_what_is_instrumented if {
	every wrapper in ["/var/lib/twistlock/fargate/defender", "/var/lib/twistlock/fargate/fargate_defender.sh"] {
		document := on.registering(parameters, [on.container("entryPoint", [wrapper, "fargate", "entrypoint", "a"])])
		instrumented(document) == document.request.object
	}
}

# A variable that was left from another container gets this one's value.
test_corrects_its_own_variables if {
	stale := on.registering(parameters, [on.container("environment", [{"name": "TW_CONTAINER_NAME", "value": "other"}])])
	made := instrumented(stale).containerDefinitions[0].environment
	made[0] == {"name": "TW_CONTAINER_NAME", "value": "web"}
	count(made) == 4
}

test_asks_nothing_without_parameters if {
	prisma.violation == {{
		"outcome": "notApplicable",
		"msg": "no constraint gives the parameters that Prisma Cloud's agent needs: agentImage, consoleAddress, installBundleSecret",
	}} with input as on.registering({}, [])
}

test_refuses_what_is_bare if {
	document := on.registering(parameters, [])
	on.messages(prisma.violation) == {"container web does not start under Prisma Cloud's agent"} with input as document
}
