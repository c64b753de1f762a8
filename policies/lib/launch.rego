# What a call launches with: RunTask, CreateService, UpdateService, CreateTaskSet.
package lib.launch

import data.lib.value

# {"value", "field"} of one of the call's settings. What an UpdateService does not mention stays as the service has it.
setting(key, otherwise) := {"value": value.get(_service, key, otherwise), "field": $"/context/service/{key}"} if {
	_kept(key)
} else := {"value": value.get(_object, key, otherwise), "field": $"/{key}"}

_kept(key) if {
	input.request.operation == "UPDATE"
	object.get(input.request.object, key, null) == null
	not value.unknown(input.request.object)
}

_object := object.get(input.request, "object", value.malformed)

_service := object.get(input.request, ["context", "service"], value.malformed)
