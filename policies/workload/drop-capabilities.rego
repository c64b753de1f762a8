package policies.workload["drop-capabilities"]

import data.lib.decisive
import data.lib.parameter
import data.lib.value
import data.lib.workload

# METADATA
# title: Linux containers drop the capabilities that they do not need
# description: Docker leaves a container fourteen capabilities, among them to forge packets, to change the owner of files and to become any user. A program that drops all of them cannot be talked into using one.
# entrypoint: true
# custom:
#   severity: medium
#   kinds: [TaskDefinition, Task, Service, TaskSet, DaemonTaskDefinition]
#   remediation: Set `linuxParameters.capabilities.drop` to ["ALL"], and add the single capability that the process needs.
#   references: []
#   parameters:
#     requiredDropCapabilities: {description: Capabilities that each container drops; with or without CAP_ and in any case. ALL covers every one., default: [ALL]}
#     ignoreContainers: {description: Names of containers that are not judged; `*` stands for anything., default: []}
#     ignoreImages: {description: Images whose containers are not judged; `*` stands for anything., default: []}
violation contains {"msg": msg, "field": field} if {
	not workload.windows
	some i, container in workload.containers
	dropped := value.list(value.get(value.get(container, "linuxParameters", {}), "capabilities", {}), "drop")
	some required in parameter.list("requiredDropCapabilities", ["ALL"])
	not _dropped(dropped, required)
	gap := decisive.gap(dropped, "")
	msg := $"container {workload.name(container, i)} {value.problem(gap.found, $"does not drop the capability {required}")}"
	field := workload.pointer(i, $"linuxParameters/capabilities/drop{gap.at}")
}

violation contains {"outcome": "notApplicable", "msg": "Windows containers have no Linux capabilities"} if workload.windows

_dropped(dropped, required) if {
	some drop in dropped
	_plain(drop) in {"ALL", _plain(required)}
}

_plain(capability) := trim_prefix(upper(trim_space(capability)), "CAP_")
