package policies.workload["security-options"]

import data.lib.decisive
import data.lib.fargate
import data.lib.parameter
import data.lib.value
import data.lib.workload

# METADATA
# title: Containers set the required Docker security options
# description: With no-new-privileges no process gains rights through setuid programs, and with an AppArmor or SELinux label the kernel confines the container. On EC2 each container asks for them itself; whether the instance supports them the request does not show.
# entrypoint: true
# custom:
#   severity: medium
#   kinds: [TaskDefinition, Task, Service, TaskSet]
#   remediation: Add the option to `dockerSecurityOptions`, such as `no-new-privileges`.
#   references: [electriceye/ECS.4]
#   parameters:
#     requiredOptions: {description: "Options that each container sets, such as `no-new-privileges` or `apparmor:*`; `*` stands for anything.", default: [no-new-privileges]}
#     ignoreContainers: {description: Names of containers that are not judged; `*` stands for anything., default: []}
#     ignoreImages: {description: Images whose containers are not judged; `*` stands for anything., default: []}
violation contains lack if {
	_applies
	count(_unclear) == 0
	some lack in _lacks
}

# Where it may run on Fargate, nobody can tell yet.
violation contains unclear if {
	_applies
	count(_lacks) > 0
	some unclear in _unclear
}

violation contains {"outcome": "notApplicable", "msg": "Windows containers have no such security options"} if workload.windows

violation contains {"outcome": "notApplicable", "msg": "Fargate takes no Docker security options"} if {
	not workload.windows
	fargate.applies
}

_applies if {
	not workload.windows
	not fargate.applies
}

_unclear := {answer | some answer in fargate.otherwise; answer.field}

_lacks contains {"msg": msg, "field": fact.at} if {
	some i, container in workload.containers
	options := value.list(container, "dockerSecurityOptions")
	some required in parameter.list("requiredOptions", ["no-new-privileges"])
	not _set(options, required)
	gap := decisive.gap(options, "")
	fact := decisive.fact([{"found": gap.found, "at": workload.pointer(i, $"dockerSecurityOptions{gap.at}")}, workload.system])
	msg := $"container {workload.name(container, i)} {value.problem(fact.found, $"does not set the security option {required}")}"
}

_set(options, required) if {
	some option in options
	glob.match(_plain(required), null, _plain(option))
	not _plain(option) in _switched_off
}

# These match a pattern such as `apparmor:*`, and take away what it asks for.
_switched_off := {"apparmor:unconfined", "label:disable", "seccomp:unconfined"}

# Docker reads `no-new-privileges`, `no-new-privileges:true` and `no-new-privileges=true` alike.
_plain(option) := trim_suffix(replace(option, "=", ":"), ":true")
