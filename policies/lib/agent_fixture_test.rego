# Task definitions with an agent in them.
package lib.agent_fixture_test

import data.lib.fixture_test as fixture

sidecar := {"name": "agent", "image": "quay.io/sysdig/workload-agent:latest", "essential": false}

# The fixture and a second container.
beside(container) := fixture.registering([{"op": "add", "path": "/containerDefinitions/1", "value": container}])

# The fixture, wrapped as Sysdig's manual shape has it, beside the agent with members changed.
instrumented(members) := fixture.registering([
	{"op": "add", "path": "/pidMode", "value": "task"},
	{"op": "add", "path": "/containerDefinitions/0/entryPoint", "value": ["/opt/draios/bin/instrument", "/app"]},
	{"op": "add", "path": "/containerDefinitions/0/volumesFrom", "value": [{"sourceContainer": "agent", "readOnly": true}]},
	{"op": "add", "path": "/containerDefinitions/1", "value": object.union(sidecar, members)},
])

patched(document, path, found) := json.patch(document, [{"op": "add", "path": $"/request/object{path}", "value": found}])
