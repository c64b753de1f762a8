# Calls for tests about where a task runs.
package lib.target_fixture_test

import data.lib.fixture_test as fixture

# A definition registered for Fargate, with JSON patches.
registering(patches) := fixture.registering(array.concat(for_fargate, patches))

for_fargate := [
	{"op": "add", "path": "/requiresCompatibilities", "value": ["FARGATE"]},
	{"op": "add", "path": "/cpu", "value": "256"},
	{"op": "add", "path": "/memory", "value": "512"},
]

with_member(pointer, value) := registering([{"op": "add", "path": pointer, "value": value}])

with_container(member, value) := with_member($"/containerDefinitions/0/{member}", value)

# RunTask of the definition that the registration would register, with the call's own members.
launching(registration, members) := json.patch(fixture.running(registration), [{
	"op": "add",
	"path": "/request/object",
	"value": object.union({"taskDefinition": "web:1"}, members),
}])

on_cluster(call, cluster) := fixture.changed(call, [{"op": "add", "path": "/context/cluster", "value": cluster}])

provider(name) := [{"capacityProvider": name, "weight": 1}]

not_applicable(violations) if {
	count(violations) == 1
	every violation in violations {
		violation.outcome == "notApplicable"
		is_string(violation.msg)
	}
}

# A definition like the given one that does not run on Fargate.
elsewhere(registration) := json.patch(
	registration,
	[{"op": "add", "path": "/request/object/requiresCompatibilities", "value": ["EC2"]}],
)

# The same request, made to run on Fargate.
fargate(document) := json.patch(document, [{"op": "add", "path": "/request/object/launchType", "value": "FARGATE"}]) if {
	document.request.kind == "Task"
} else := json.patch(document, [{"op": "add", "path": "/request/object/requiresCompatibilities", "value": ["FARGATE"]}])
