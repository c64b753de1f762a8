# What a call asks of a capacity provider: CreateCapacityProvider, UpdateCapacityProvider.
package lib.capacity

import data.lib.value

# True for a capacity provider of Managed Instances; then it has no Auto Scaling group.
managed_instances if _has("managedInstancesProvider", "autoScalingGroupProvider")

# True for a capacity provider of an Auto Scaling group; then it manages no instances of its own.
auto_scaling_group if _has("autoScalingGroupProvider", "managedInstancesProvider")

_has(provider, other) if {
	_said[provider]
	not _said[other]
}

_said := input.request.object if {
	_mentioned
} else := input.request.oldObject

_mentioned if input.request.object.managedInstancesProvider

_mentioned if input.request.object.autoScalingGroupProvider

# {"value", "field"} of a member of `autoScalingGroupProvider` or `managedInstancesProvider`. What an update does not mention
# stays as it was, which only a request that carries the old object tells.
setting(provider, key, otherwise) := {"value": value.get(members, key, otherwise), "field": $"/{provider}/{key}"} if {
	members := value.get(_source([provider, key]), provider, {})
}

# {"value", "field"} of a member of the launch template of Managed Instances.
template(key, otherwise) := {"value": value.get(launch, key, otherwise), "field": field} if {
	source := _source(["managedInstancesProvider", "instanceLaunchTemplate", key])
	launch := value.get(value.get(source, "managedInstancesProvider", {}), "instanceLaunchTemplate", {})
	field := $"/managedInstancesProvider/instanceLaunchTemplate/{key}"
}

# Where the member at the path is said.
_source(path) := _old if {
	_kept(path)
} else := _object

# Left out on the way to the member, and not hidden behind an unknown value there.
_kept(path) if {
	input.request.operation == "UPDATE"
	object.get(input.request.object, path, null) == null
	every n in numbers.range(0, count(path) - 1) {
		not value.unknown(object.get(input, array.concat(["request", "object"], array.slice(path, 0, n)), null))
	}
}

_object := object.get(input.request, "object", value.malformed)

_old := object.get(input.request, "oldObject", value.malformed)
