# What a call launches with: RunTask, CreateService, UpdateService, CreateTaskSet.
package lib.launch

import data.lib.value

# {"value", "field"} of one of the call's settings. What an UpdateService does not mention stays as the service has it. Undefined
# for what an update of a daemon or an Express service does not mention: these are not looked up, and it was judged when it was set.
setting(key, otherwise) := {"value": value.get(_service, key, otherwise), "field": $"/context/service/{key}"} if {
	_kept(key)
	_looked_up
} else := {"value": value.get(_object, key, otherwise), "field": $"/{key}"} if {
	not _kept(key)
}

# The members of a setting that is a list, each {"value", "field"}. Anything but a list is one member that cannot be judged.
members(key) := [member |
	list := setting(key, [])
	some i, found in value.list({key: list.value}, key)
	member := {"value": found, "field": $"{list.field}/{i}"}
]

# Who deploys the service: ECS, CODE_DEPLOY or EXTERNAL.
controller := value.get(setting("deploymentController", {}).value, "type", "ECS")

# True for a task that ECS tells of, where nothing shows with which settings it was called.
described_task if {
	input.request.kind == "Task"
	not input.request.action in {"RunTask", "StartTask"}
}

_looked_up if not input.request.kind in {"Daemon", "ExpressGatewayService"}

_kept(key) if {
	input.request.operation == "UPDATE"
	object.get(input.request.object, key, null) == null
	not value.unknown(input.request.object)
}

_object := object.get(input.request, "object", value.malformed)

_service := object.get(input.request, ["context", "service"], value.malformed)
