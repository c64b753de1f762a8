# Calls for tests about isolation.
package lib.isolation_fixture_test

import data.lib.fixture_test as fixture
import data.lib.target_fixture_test as on

tags(pairs) := [{"key": key, "value": found} | some key, found in pairs]

# A definition with the tags and members given.
tagged(pairs, members) := fixture.registering(array.concat(
	[{"op": "add", "path": "/tags", "value": tags(pairs)}],
	[{"op": "add", "path": $"/{member}", "value": found} | some member, found in members],
))

# RunTask of it.
run(pairs, launch_type) := on.launching(tagged(pairs, {}), {"launchType": launch_type})

sandboxed(mode) := fixture.registering(for_sandbox(mode))

for_sandbox(mode) := [
	{"op": "add", "path": "/requiresCompatibilities", "value": ["MANAGED_INSTANCES"]},
	{"op": "add", "path": "/trustedExecutionConfiguration", "value": {"isolationMode": mode}},
]

# A definition with two containers, whose dockerLabels are given.
two(first, second) := fixture.registering([
	{"op": "add", "path": "/containerDefinitions/0/dockerLabels", "value": first},
	{"op": "add", "path": "/containerDefinitions/1", "value": {"name": "agent", "image": "a", "dockerLabels": second}},
])
