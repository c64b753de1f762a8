package policies.fargate["container-parameters"]

import data.lib.value
import data.lib.workload

# METADATA
# title: Containers use no parameters that Fargate does not have
# description: Fargate refuses privileged containers, Docker's security options, links, and settings for name resolution and networking, because they reach past the task. Elsewhere the same list keeps a task inside its own boundary. Judged wherever the task runs.
# entrypoint: true
# custom:
#   severity: high
#   kinds: [TaskDefinition, Task, Service, TaskSet, DaemonTaskDefinition, Daemon]
#   remediation: Remove the parameter. Containers of a task with the network mode awsvpc reach each other on localhost.
#   references: []
#   parameters:
#     ignoreContainers: {description: Names of containers that are not judged; `*` stands for anything., default: []}
#     ignoreImages: {description: Images whose containers are not judged; `*` stands for anything., default: []}
violation contains {"msg": msg, "field": field} if {
	some i, container in workload.containers
	some member, without in _unset
	found := value.get(container, member, without)
	not _allowed(found, without)
	msg := $"container {workload.name(container, i)}: {member} {value.problem(found, "is set, which Fargate does not allow")}"
	field := workload.pointer(i, member)
}

# What each parameter is when it asks for nothing.
_unset := {
	"disableNetworking": false,
	"dnsSearchDomains": [],
	"dnsServers": [],
	"dockerSecurityOptions": [],
	"extraHosts": [],
	"links": [],
	"privileged": false,
}

_allowed(found, without) if found == without
