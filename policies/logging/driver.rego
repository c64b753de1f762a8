package policies.logging.driver

import data.lib.parameter
import data.lib.quote
import data.lib.value
import data.lib.workload

# METADATA
# title: Containers log through allowed drivers
# description: The default allows what Fargate supports and what leaves the host. json-file, journald and syslog keep the log on the instance, and are lost with it. A container without a log configuration is `logging/configured`'s business.
# entrypoint: true
# custom:
#   severity: medium
#   kinds: [TaskDefinition, Task, Service, TaskSet, DaemonTaskDefinition, Daemon]
#   remediation: Use awslogs, awsfirelens or splunk, or list the driver in `allowedDrivers`.
#   references:
#     - config/ECS_AWSLOGS_CHECK
#     - containersonaws/awslogs
#     - cfn-lint/E3046
#     - cfn-lint/E3713
#   parameters:
#     allowedDrivers:
#       description: Log drivers.
#       default: [awslogs, awsfirelens, splunk]
#       schema: {type: array, items: {type: string, enum: [awslogs, awsfirelens, splunk, fluentd, gelf, json-file, journald, syslog]}}
#     ignoreContainers: {description: Names of containers that are not judged; `*` stands for anything., default: []}
#     ignoreImages: {description: Images whose containers are not judged; `*` stands for anything., default: []}
violation contains {"msg": msg, "field": field} if {
	some i, container in workload.containers
	configuration := value.get(container, "logConfiguration", {})
	configuration != {}
	found := value.get(configuration, "logDriver", value.malformed)
	not _allowed(found)
	msg := $"container {workload.name(container, i)}: the log driver {value.problem(found, $"{quote.of(found)} is not an allowed one")}"
	field := workload.pointer(i, "logConfiguration/logDriver")
}

_allowed(found) if found in parameter.list("allowedDrivers", ["awslogs", "awsfirelens", "splunk"])
