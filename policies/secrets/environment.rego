package policies.secrets.environment

import data.lib.parameter
import data.lib.pattern
import data.lib.quote
import data.lib.value
import data.lib.workload

# METADATA
# title: Containers take no plain environment variables
# description: For teams that keep all configuration in Secrets Manager, Parameter Store or files. Variables from `environmentFiles` and from the image are not seen.
# entrypoint: true
# custom:
#   severity: low
#   kinds: [TaskDefinition, Task, Service, TaskSet, DaemonTaskDefinition, Daemon, ExpressGatewayService]
#   remediation: Move the value to Parameter Store and name it in `secrets`, or list the variable in `allowedNames`.
#   references: [cdk-nag/AwsSolutions-ECS2, cdk-nag/ECSTaskDefinitionNoEnvironmentVariables]
#   parameters:
#     allowedNames: {description: Names of variables that may be set; `*` stands for anything., default: []}
#     ignoreContainers: {description: Names of containers that are not judged; `*` stands for anything., default: []}
#     ignoreImages: {description: Images whose containers are not judged; `*` stands for anything., default: []}
violation contains {"msg": msg, "field": field} if {
	some i, container in workload.containers
	some j, variable in value.list(container, "environment")
	found := value.get(variable, "name", value.malformed)
	not pattern.like(found, parameter.list("allowedNames", []))
	msg := $"container {workload.name(container, i)}: the variable {value.problem(found, $"{quote.of(found)} is set in plain text")}"
	field := workload.pointer(i, $"environment/{j}/name")
}
