# Runtime alerts that the tests of the policies about them share.
package lib.alert_fixture_test

import data.lib.fixture_test as fixture

severe := fixture.asking("RuntimeAlert", "CREATE", {
	"source": "falco",
	"type": "Drop and execute new binary in container",
	"severity": {"label": "Critical", "rank": 6, "score": null},
	"tags": ["process"],
	"task": {"cluster": "main"},
	"container": {"name": "app"},
	"process": {"name": "miner", "executable": "/tmp/miner"},
})

# The alert with members of its object replaced.
with_members(members) := fixture.changed(severe, [{"op": "add", "path": $"/object/{key}", "value": found} |
	some key, found in members
])

# The alert about a task of a service.
of_service(running, stops) := fixture.changed(severe, [{"op": "add", "path": "/context", "value": {
	"service": {"serviceName": "web", "runningCount": running},
	"priorStops": stops,
}}])

# As of_service, while so many of those that it counts as running are being stopped.
stopping(running, under_way) := fixture.changed(of_service(running, under_way), [{
	"op": "add",
	"path": "/context/stopsUnderWay",
	"value": under_way,
}])

responses(violations) := {violation.details.response | some violation in violations}
