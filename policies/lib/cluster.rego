# What a call asks of a cluster: CreateCluster, UpdateCluster, UpdateClusterSettings, PutClusterCapacityProviders.
package lib.cluster

import data.lib.value

# {"value", "field"} of one of the cluster's settings. What an update does not mention stays as the cluster has it.
setting(key, otherwise) := {"value": value.get(_described, key, otherwise), "field": $"/context/cluster/{key}"} if {
	_kept(key)
} else := {"value": value.get(_object, key, otherwise), "field": $"/{key}"}

_kept(key) if {
	input.request.operation == "UPDATE"
	object.get(input.request.object, key, null) == null
	not value.unknown(input.request.object)
}

_object := object.get(input.request, "object", value.malformed)

_described := object.get(input.request, ["context", "cluster"], value.malformed)
