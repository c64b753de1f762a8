package policies.fargate["log-driver"]

import data.lib.quote
import data.lib.value
import data.lib.workload

# METADATA
# title: Containers log by a driver that Fargate has
# description: Fargate has awslogs, splunk and awsfirelens. The others write to a disk of the host or talk to a daemon on it. A container without a log configuration is left to logging/configured. Judged wherever the task runs.
# entrypoint: true
# custom:
#   severity: low
#   kinds: [TaskDefinition, Task, Service, TaskSet]
#   remediation: Set `logConfiguration.logDriver` to awslogs, splunk or awsfirelens.
#   references: [cfn-lint/E3048, cfn-lint/E3713]
#   parameters:
#     ignoreContainers: {description: Names of containers that are not judged; `*` stands for anything., default: []}
#     ignoreImages: {description: Images whose containers are not judged; `*` stands for anything., default: []}
violation contains {"msg": msg, "field": workload.pointer(i, "logConfiguration/logDriver")} if {
	some i, container in workload.containers
	logging := value.get(container, "logConfiguration", _none)
	found := value.get(logging, "logDriver", value.malformed)
	not _allowed(found)
	text := $"is {quote.of(found)}, and Fargate has awslogs, splunk and awsfirelens"
	msg := $"container {workload.name(container, i)}: the log driver {value.problem(found, text)}"
}

_none := {"logDriver": "awslogs"}

_allowed(found) if found in {"awslogs", "splunk", "awsfirelens"}
