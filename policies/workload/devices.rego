package policies.workload.devices

import data.lib.parameter
import data.lib.path
import data.lib.quote
import data.lib.value
import data.lib.workload

# METADATA
# title: Containers use no devices of the host but the allowed ones
# description: A host's device, such as its disk, is read and written past every file permission. Fargate has none.
# entrypoint: true
# custom:
#   severity: high
#   kinds: [TaskDefinition, Task, Service, TaskSet, DaemonTaskDefinition, Daemon]
#   remediation: Remove the device from `linuxParameters.devices`, or list it in `allowedDevices`. GPUs belong in `resourceRequirements`.
#   references: []
#   parameters:
#     allowedDevices: {description: Host paths of devices that containers may use., default: []}
#     ignoreContainers: {description: Names of containers that are not judged; `*` stands for anything., default: []}
#     ignoreImages: {description: Images whose containers are not judged; `*` stands for anything., default: []}
violation contains {"msg": msg, "field": field} if {
	some i, container in workload.containers
	some j, device in value.list(value.get(container, "linuxParameters", {}), "devices")
	found := value.get(device, "hostPath", value.malformed)
	not _allowed(found)
	msg := $"container {workload.name(container, i)} {value.problem(found, $"uses the host's device {quote.of(found)}")}"
	field := workload.pointer(i, $"linuxParameters/devices/{j}/hostPath")
}

_allowed(found) if {
	some allowed in parameter.list("allowedDevices", [])
	path.clean(allowed) == path.clean(found)
}
