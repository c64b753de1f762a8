package policies.secrets["command-values"]

import data.lib.credential
import data.lib.value
import data.lib.workload

# METADATA
# title: Commands do not hold secrets
# description: A key, token or password in `command`, `entryPoint` or a health check is readable for everybody who may describe the task definition, and for every process of the task. Found by the known forms of keys, not by entropy; RunTask's command counts.
# entrypoint: true
# custom:
#   severity: high
#   kinds: [TaskDefinition, Task, Service, TaskSet, DaemonTaskDefinition, Daemon, ExpressGatewayService]
#   remediation: Pass the secret through `secrets`, as an environment variable that the program reads. Exchange the secret that stood here.
#   references: []
#   parameters:
#     ignoreContainers: {description: Names of containers that are not judged; `*` stands for anything., default: []}
#     ignoreImages: {description: Images whose containers are not judged; `*` stands for anything., default: []}
violation contains {"msg": msg, "field": field} if {
	some i, container in workload.containers
	some member, holder in {
		"command": container,
		"entryPoint": container,
		"healthCheck/command": value.get(container, "healthCheck", {}),
	}
	some j, found in value.list(holder, _last(member))
	kind := credential.in_command(found)
	msg := $"container {workload.name(container, i)}: its {_last(member)} {value.problem(found, $"holds {kind}")}"
	field := workload.pointer(i, $"{member}/{j}")
}

_last(member) := trim_prefix(member, "healthCheck/")
