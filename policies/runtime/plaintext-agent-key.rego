package policies.runtime["plaintext-agent-key"]

import data.lib.agent
import data.lib.parameter
import data.lib.quote
import data.lib.value
import data.lib.workload

# METADATA
# title: Agents get their keys as secrets
# description: An agent's key in `environment` is readable for everybody who may describe the task definition; with it anyone can feed the detection false events, or read its settings. Patchers of several vendors write it there.
# entrypoint: true
# custom:
#   severity: high
#   kinds: [TaskDefinition, Task, Service, TaskSet, DaemonTaskDefinition, Daemon]
#   remediation: Keep the key in Secrets Manager or Parameter Store, name it in the container's `secrets`, and exchange the one that has stood here.
#   references: []
#   parameters:
#     keys: {description: Variables that hold an agent's key., default: [SYSDIG_ACCESS_KEY, DD_API_KEY, INSTALL_BUNDLE, AQUA_TOKEN]}
#     ignoreContainers: {description: Names of containers that are not judged; `*` stands for anything., default: []}
#     ignoreImages: {description: Images whose containers are not judged; `*` stands for anything., default: []}
violation contains {"msg": msg, "field": workload.pointer(i, $"environment/{j}/name")} if {
	some i, container in workload.containers
	some j, variable in value.list(container, "environment")
	name := value.get(variable, "name", value.malformed)
	not _harmless(name)
	text := $"{quote.of(name)} holds an agent's key in plain sight"
	msg := $"container {workload.name(container, i)}: the variable {value.problem(name, text)}"
}

_harmless(name) if {
	is_string(name)
	not name in parameter.list("keys", agent.keys)
}
