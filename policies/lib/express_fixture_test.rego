# Express services that every policy allows, and ways to change them.
package lib.express_fixture_test

import data.lib.fixture_test as fixture

image := "123456789012.dkr.ecr.eu-west-1.amazonaws.com/web@sha256:2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"

service := {
	"serviceName": "web",
	"infrastructureRoleArn": "arn:aws:iam::123456789012:role/express-infrastructure",
	"executionRoleArn": "arn:aws:iam::123456789012:role/express-execution",
	"taskRoleArn": "arn:aws:iam::123456789012:role/web",
	"healthCheckPath": "/healthz",
	"networkConfiguration": {"subnets": ["subnet-1", "subnet-2"], "securityGroups": ["sg-1"]},
	"scalingTarget": {"minTaskCount": 2, "maxTaskCount": 4},
	"primaryContainer": {
		"image": image,
		"environment": [{"name": "PORT", "value": "8080"}],
		"awsLogsConfiguration": {"logGroup": "/ecs/web", "logStreamPrefix": "ecs"},
	},
}

creating(patches) := fixture.asking("ExpressGatewayService", "CREATE", json.patch(service, patches))

# An UpdateExpressGatewayService, which says only what changes.
updating(changes) := fixture.asking("ExpressGatewayService", "UPDATE", object.union(
	{"serviceArn": "arn:aws:ecs:eu-west-1:123456789012:service/main/web"},
	changes,
))

with_member(pointer, found) := creating([{"op": "add", "path": pointer, "value": found}])

without_member(pointer) := creating([{"op": "remove", "path": pointer}])

# A marker for the member of the container, for the container, and for the whole call.
unknown_container(member) := array.concat(
	fixture.unknown_object(creating([]), [$"/primaryContainer/{member}", "/primaryContainer"]),
	unknown_call,
)

unknown_call := [case |
	some operation in ["CREATE", "UPDATE"]
	case := {"pointer": "", "input": fixture.asking("ExpressGatewayService", operation, fixture.marker)}
]
