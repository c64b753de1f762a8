package policies.workload.confinement

import data.lib.parameter
import data.lib.pattern
import data.lib.quote
import data.lib.value
import data.lib.workload

# METADATA
# title: Containers keep the confinement of the container runtime
# description: "A Docker security option can also switch protection off: `apparmor:unconfined`, `label:disable`, `seccomp:unconfined` or `systempaths=unconfined` leave the kernel open to the container. Only options that are known to tighten, and credential specs, are allowed."
# entrypoint: true
# custom:
#   severity: high
#   kinds: [TaskDefinition, Task, Service, TaskSet]
#   remediation: Remove the option from `dockerSecurityOptions`, or list it in `allowedOptions`.
#   references: []
#   parameters:
#     allowedOptions: {description: Options that containers may set; `*` stands for anything., default: ["no-new-privileges", "no-new-privileges:true", "apparmor:docker-default", "label:level:*", "credentialspec:*", "credentialspecdomainless:*"]}
#     ignoreContainers: {description: Names of containers that are not judged; `*` stands for anything., default: []}
#     ignoreImages: {description: Images whose containers are not judged; `*` stands for anything., default: []}
violation contains {"msg": msg, "field": field} if {
	some i, container in workload.containers
	some j, option in value.list(container, "dockerSecurityOptions")
	not _allowed(option)
	msg := $"container {workload.name(container, i)} {value.problem(option, $"sets the security option {quote.of(option)}")}"
	field := workload.pointer(i, $"dockerSecurityOptions/{j}")
}

# Docker takes `=` as well as `:` between an option and its value.
_allowed(option) if pattern.like(replace(option, "=", ":"), parameter.list("allowedOptions", _tightening))

_tightening := [
	"no-new-privileges", "no-new-privileges:true", "apparmor:docker-default", "label:level:*",
	"credentialspec:*", "credentialspecdomainless:*",
]
