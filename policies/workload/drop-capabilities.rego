package policies.workload["drop-capabilities"]

import data.lib.capability
import data.lib.decisive
import data.lib.parameter
import data.lib.quote
import data.lib.value
import data.lib.workload

# METADATA
# title: Linux containers drop the capabilities that they do not need
# description: Docker leaves a container fourteen capabilities, among them to forge packets, to change the owner of files and to become any user. A program that drops all of them cannot be talked into using one.
# entrypoint: true
# custom:
#   severity: medium
#   kinds: [TaskDefinition, Task, Service, TaskSet, DaemonTaskDefinition, Daemon]
#   remediation: Set `linuxParameters.capabilities.drop` to ["ALL"], and add the single capability that the process needs.
#   references: []
#   parameters:
#     requiredDropCapabilities: {description: Capabilities that each container drops; with or without CAP_ and in any case. ALL covers every one., default: [ALL]}
#     ignoreContainers: {description: Names of containers that are not judged; `*` stands for anything., default: []}
#     ignoreImages: {description: Images whose containers are not judged; `*` stands for anything., default: []}
violation contains {"msg": msg, "field": fact.at} if {
	not workload.windows
	some i, container in workload.containers
	dropped := value.list(value.get(value.get(container, "linuxParameters", {}), "capabilities", {}), "drop")
	some required in parameter.list("requiredDropCapabilities", ["ALL"])
	not _dropped(dropped, required)
	gap := decisive.gap(dropped, "")
	own := {"found": gap.found, "at": workload.pointer(i, $"linuxParameters/capabilities/drop{gap.at}")}
	fact := decisive.fact([own, workload.system])
	msg := $"container {workload.name(container, i)} {value.problem(fact.found, $"does not drop the capability {quote.of(required)}")}"
}

violation contains {"outcome": "notApplicable", "msg": "Windows containers have no Linux capabilities"} if workload.windows

# In ECS's own spelling only: another one drops nothing.
_dropped(dropped, required) if {
	some drop in dropped
	drop in {"ALL", capability.plain(required)}
}
