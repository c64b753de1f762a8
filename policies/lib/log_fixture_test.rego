# Task definitions whose containers log.
package lib.log_fixture_test

import data.lib.fixture_test as fixture

options := {"awslogs-group": "/ecs/web", "awslogs-region": "eu-west-1", "awslogs-stream-prefix": "web"}

# The fixture in the Region eu-west-1, with these options for its driver.
logging(driver, found) := fixture.changed(
	fixture.with_container("logConfiguration", {"logDriver": driver, "options": found}),
	[{"op": "add", "path": "/region", "value": "eu-west-1"}],
)

# A marker in place of each member, registered and run, and in place of the whole task definition.
unknown(document, pointers) := array.concat(
	[{"pointer": "/context/taskDefinition", "input": fixture.changed(
		fixture.running(document),
		[{"op": "replace", "path": "/context/taskDefinition", "value": fixture.marker}],
	)}],
	array.concat(
		[{"pointer": pointer, "input": marked(document, pointer)} | some pointer in pointers],
		[{"pointer": $"/context/taskDefinition{pointer}", "input": fixture.running(marked(document, pointer))} |
			some pointer in pointers
		],
	),
)

marked(document, pointer) := fixture.changed(document, [{"op": "replace", "path": $"/object{pointer}", "value": fixture.marker}])

unknown_options(document, names) := unknown(document, array.concat(
	["/containerDefinitions", "/containerDefinitions/0", configuration, $"{configuration}/logDriver", $"{configuration}/options"],
	[$"{configuration}/options/{name}" | some name in names],
))

configuration := "/containerDefinitions/0/logConfiguration"
