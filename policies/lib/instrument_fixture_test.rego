# Task definitions to be instrumented, and what becomes of them.
package lib.instrument_fixture_test

secret := "arn:aws:secretsmanager:eu-west-1:123456789012:secret:agent-a1b2c3"

image := "nginx:1.27"

task_definition := {
	"family": "web",
	"networkMode": "awsvpc",
	"requiresCompatibilities": ["FARGATE"],
	"cpu": "512",
	"memory": "1024",
	"executionRoleArn": "arn:aws:iam::123456789012:role/execution",
	"containerDefinitions": [{"name": "web", "image": image, "environment": [{"name": "PORT", "value": "80"}]}],
}

# As the image's registry has it.
evidence := {image: {"digest": "sha256:a", "fetchedAt": "2026-11-29T12:00:00Z", "config": {
	"Entrypoint": ["/docker-entrypoint.sh"],
	"Cmd": ["nginx", "-g", "daemon off;"],
	"User": "",
	"architecture": "amd64",
	"os": "linux",
}}}

# The task definition after JSON patches, registered with these parameters.
registering(parameters, patches) := {"parameters": parameters, "request": {
	"kind": "TaskDefinition",
	"operation": "CREATE",
	"account": "123456789012",
	"object": json.patch(task_definition, patches),
	"context": {"source": "copy", "images": evidence},
}}

container(member, found) := {"op": "add", "path": $"/containerDefinitions/0/{member}", "value": found}

# The same without what a registry says.
unseen(document) := json.patch(document, [{"op": "remove", "path": "/request/context/images"}])

# The same with the task definition that the operations make of it.
patched(document, operations) := object.union(document, {"request": object.union(
	document.request,
	{"object": json.patch(document.request.object, operations)},
)})

messages(violations) := {violation.msg | some violation in violations}
