# A daemon and its task definition that every policy allows, and ways to change them.
package lib.daemon_fixture_test

import data.lib.fixture_test as fixture

definition := {
	"family": "node-agent",
	"containerDefinitions": [{
		"name": "agent",
		"image": "123456789012.dkr.ecr.eu-west-1.amazonaws.com/agent@sha256:2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
		"user": "1000",
		"privileged": false,
		"readonlyRootFilesystem": true,
		"logConfiguration": {"logDriver": "awslogs"},
	}],
}

daemon := {
	"daemonName": "agent",
	"daemonTaskDefinitionArn": "arn:aws:ecs:eu-west-1:123456789012:daemon-task-definition/node-agent:2",
	"capacityProviderArns": ["arn:aws:ecs:eu-west-1:123456789012:capacity-provider/main"],
	"deploymentConfiguration": {"drainPercent": 10, "alarms": {"enable": true, "alarmNames": ["agent-down"]}},
}

# RegisterDaemonTaskDefinition.
registering(patches) := fixture.asking("DaemonTaskDefinition", "CREATE", json.patch(definition, patches))

# CreateDaemon.
creating(patches) := fixture.asking("Daemon", "CREATE", json.patch(daemon, patches))

# UpdateDaemon, which names the definition and the capacity providers, and of the rest what changes.
updating(changes) := fixture.asking("Daemon", "UPDATE", json.patch(
	object.filter(daemon, ["daemonTaskDefinitionArn", "capacityProviderArns"]),
	array.concat(
		[{"op": "add", "path": "/daemonArn", "value": "arn:aws:ecs:eu-west-1:123456789012:daemon/main/agent"}],
		[{"op": "add", "path": $"/{member}", "value": found} | some member, found in changes],
	),
))

defined(pointer, found) := registering([{"op": "add", "path": pointer, "value": found}])

with_member(pointer, found) := creating([{"op": "add", "path": pointer, "value": found}])

without_member(pointer) := creating([{"op": "remove", "path": pointer}])

unknown_call := [case |
	some operation in ["CREATE", "UPDATE"]
	case := {"pointer": "", "input": fixture.asking("Daemon", operation, fixture.marker)}
]

unknown_definition := [{"pointer": "", "input": fixture.asking("DaemonTaskDefinition", "CREATE", fixture.marker)}]
