# What the policies' tests are about: one task definition that every policy allows, and ways to change it.
package lib.fixture_test

task_definition := {
	"family": "web",
	"networkMode": "awsvpc",
	"runtimePlatform": {"operatingSystemFamily": "LINUX"},
	"containerDefinitions": [{
		"name": "web",
		"image": "123456789012.dkr.ecr.eu-west-1.amazonaws.com/web@sha256:2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
		"user": "1000",
		"privileged": false,
		"readonlyRootFilesystem": true,
		"environment": [{"name": "PORT", "value": "8080"}],
		"linuxParameters": {"capabilities": {"add": ["SYS_PTRACE"], "drop": ["ALL"]}, "devices": []},
		"logConfiguration": {"logDriver": "awslogs"},
	}],
	"volumes": [{"name": "data", "host": {}}],
}

# The input for registering the fixture after JSON patches.
registering(patches) := {"parameters": {}, "request": {
	"kind": "TaskDefinition",
	"operation": "CREATE",
	"account": "123456789012",
	"object": json.patch(task_definition, patches),
}}

compliant := registering([])

# What comes of a policy's patch.
mended(registration, operations) := object.union(registration, {"request": object.union(registration.request, {"object": json.patch(
	registration.request.object,
	operations,
)})})

# The fixture with one member set, by its JSON pointer.
with_member(pointer, value) := registering([{"op": "add", "path": pointer, "value": value}])

# The fixture with one member of its container set.
with_container(member, value) := with_member($"/containerDefinitions/0/{member}", value)

without_container(member) := registering([{"op": "remove", "path": $"/containerDefinitions/0/{member}"}])

windows(patches) := registering(array.concat(patches, [{
	"op": "add",
	"path": "/runtimePlatform",
	"value": {"operatingSystemFamily": "WINDOWS_SERVER_2022_CORE"},
}]))

# The same task definition, run instead of registered.
running(registration) := json.patch(registration, [
	{"op": "add", "path": "/request/kind", "value": "Task"},
	{"op": "add", "path": "/request/context", "value": {"taskDefinition": registration.request.object}},
	{"op": "add", "path": "/request/object", "value": {"taskDefinition": "web:1"}},
])

# A call that launches the fixture: RunTask, CreateService, UpdateService or CreateTaskSet.
launching(kind, operation, object) := {"parameters": {}, "request": {
	"kind": kind,
	"operation": operation,
	"account": "123456789012",
	"object": object,
	"context": {"taskDefinition": task_definition},
}}

# A call about anything else: CreateCluster, CreateCapacityProvider, CreateDaemon, PutAccountSetting …
asking(kind, operation, object) := {"parameters": {}, "request": {
	"kind": kind,
	"operation": operation,
	"account": "123456789012",
	"region": "eu-west-1",
	"object": object,
	"context": {},
}}

# A call with JSON patches, whose paths begin at the request: /object/…, /context/service/…, /launchTypes.
changed(call, patches) := json.patch(call, [at_request |
	some patch in patches
	path := concat("", ["/request", patch.path])
	at_request := object.union(patch, {"path": path})
])

with_parameters(document, parameters) := json.patch(document, [{"op": "add", "path": "/parameters", "value": parameters}])

fields(violations) := {violation.field | some violation in violations}

# A member of the container that is not known until it is deployed, at every level where the marker may stand.
unknown_container(member) := unknown([$"/containerDefinitions/0/{member}", "/containerDefinitions/0", "/containerDefinitions"])

# The fixture with a marker at each pointer, registered and run, and with a marker for the whole task definition.
unknown(pointers) := array.concat(
	[{"pointer": "/context/taskDefinition", "input": json.patch(
		running(compliant),
		[{"op": "add", "path": "/request/context/taskDefinition", "value": marker}],
	)}],
	array.concat(
		[{"pointer": pointer, "input": with_member(pointer, marker)} | some pointer in pointers],
		[{"pointer": $"/context/taskDefinition{pointer}", "input": running(with_member(pointer, marker))} | some pointer in pointers],
	),
)

# A call with a marker at each pointer into its object, such as /networkConfiguration, one at a time.
unknown_object(call, pointers) := [case |
	some pointer in pointers
	case := {"pointer": pointer, "input": changed(call, [{"op": "add", "path": $"/object{pointer}", "value": marker}])}
]

marker := {"$unknown": "Ref Something"}

# True when something is reported, and nothing but what stands at or under the marker, in words that say so.
only_unknown(violations, pointer) if {
	count(violations) > 0
	every violation in violations {
		startswith($"{violation.field}/", $"{pointer}/")
		contains(violation.msg, "cannot be judged before it is deployed (Ref Something)")
	}
}
