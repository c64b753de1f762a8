package policies.runtime["instrument-aqua_test"]

import data.lib.instrument_fixture_test as on
import data.policies.runtime["instrument-aqua"] as aqua

parameters := {
	"agentImage": "registry.aquasec.com/microenforcer-basic:2022.4",
	"gatewayAddress": "gateway.example:443",
	"tokenSecret": on.secret,
}

preload := {"name": "LD_PRELOAD", "value": "/.aquasec/bin/$PLATFORM/slklib.so"}

instrumented(document) := after.request.object if {
	operations := aqua.patch with input as document
	after := on.patched(document, operations)
	again := aqua.patch with input as after
	again == []
	found := aqua.violation with input as after
	count(found) == 0
}

# It takes no capability, and each container gets the token.
test_makes_the_whole_of_it if {
	instrumented(on.registering(parameters, [])) == object.union(on.task_definition, {"containerDefinitions": [
		{
			"name": "web",
			"image": on.image,
			"entryPoint": ["/.aquasec/bin/microenforcer", "/docker-entrypoint.sh"],
			"command": ["nginx", "-g", "daemon off;"],
			"environment": [
				{"name": "PORT", "value": "80"},
				{"name": "AQUA_MICROENFORCER", "value": "1"},
				{"name": "AQUA_SERVER", "value": "gateway.example:443"},
				preload,
			],
			"secrets": [{"name": "AQUA_TOKEN", "valueFrom": on.secret}],
			"volumesFrom": [{"sourceContainer": "aqua-sidecar", "readOnly": false}],
		},
		{"name": "aqua-sidecar", "image": "registry.aquasec.com/microenforcer-basic:2022.4", "essential": false},
	]})
}

# A secret that is there under another ARN gets the right one.
test_corrects_its_own_secret if {
	document := on.registering(parameters, [on.container("secrets", [{"name": "AQUA_TOKEN", "valueFrom": "/old"}])])
	instrumented(document).containerDefinitions[0].secrets == [{"name": "AQUA_TOKEN", "valueFrom": on.secret}]
}

test_refuses_a_library_of_ones_own if {
	document := on.registering(parameters, [on.container("environment", [{"name": "LD_PRELOAD", "value": "/jemalloc.so"}])])
	aqua.patch == [] with input as document
	found := aqua.violation with input as document
	some violation in found
	violation.field == "/containerDefinitions/0/environment/0/value"
	endswith(violation.msg, "it sets the variable LD_PRELOAD itself, which the agent needs")
	same := on.registering(parameters, [on.container("environment", [preload])])
	count(instrumented(same).containerDefinitions[0].environment) == 3
}

test_refuses_a_token_in_plain_sight if {
	document := on.registering(parameters, [on.container("environment", [{"name": "AQUA_TOKEN", "value": "0a1b"}])])
	aqua.patch == [] with input as document
	found := aqua.violation with input as document
	some violation in found
	violation.field == "/containerDefinitions/0/environment/0/name"
	endswith(violation.msg, "its variable AQUA_TOKEN stands in its environment; remove it there, and exchange the key")
}

test_asks_nothing_without_parameters if {
	aqua.violation == {{
		"outcome": "notApplicable",
		"msg": "no constraint gives the parameters that Aqua's agent needs: agentImage, gatewayAddress, tokenSecret",
	}} with input as on.registering({}, [])
}
