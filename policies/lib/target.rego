# Where a task would run, as far as the call itself, the service and the cluster say.
package lib.target

import data.lib.launch
import data.lib.value
import data.lib.workload

# {"value", "field"}. The value is FARGATE, EC2, EXTERNAL or MANAGED_INSTANCES; CAPACITY_PROVIDER for a capacity provider of
# one's own, which is EC2 or Managed Instances; "" when nothing says; otherwise what was found there and cannot be judged.
launch_type := {"value": "EC2", "field": "/containerInstances"} if {
	count(input.request.object.containerInstances) > 0
} else := {"value": found.value, "field": $"{strategy.field}{found.at}"} if {
	strategy := launch.setting("capacityProviderStrategy", [])
	strategy.value != []
	found := _of_providers(strategy.value)
} else := type if {
	type := launch.setting("launchType", "")
	type.value != ""
} else := _of_cluster

# What the cluster does with a task that names neither. EC2 is what ECS does when the cluster has no default strategy.
_of_cluster := {"value": "", "field": "/launchType"} if {
	not input.request.context.cluster
} else := {"value": "EC2", "field": "/launchType"} if {
	_default_strategy == []
} else := {"value": found.value, "field": $"/context/cluster/defaultCapacityProviderStrategy{found.at}"} if {
	found := _of_providers(_default_strategy)
}

_default_strategy := value.get(input.request.context.cluster, "defaultCapacityProviderStrategy", [])

# {"value", "at"}; `at` is a JSON pointer from the strategy to what decides.
_of_providers(strategy) := {"value": "FARGATE", "at": ""} if {
	is_array(strategy)
	every item in strategy {
		item.capacityProvider in {"FARGATE", "FARGATE_SPOT"}
	}
} else := unclear[0] if {
	is_array(strategy)
	unclear := [{"value": provider, "at": $"/{i}/capacityProvider"} |
		some i, item in strategy
		provider := value.get(item, "capacityProvider", value.malformed)
		not is_string(provider)
	]
} else := {"value": "CAPACITY_PROVIDER", "at": ""} if {
	is_array(strategy)
} else := {"value": strategy, "at": ""} if {
	value.unknown(strategy)
} else := {"value": value.malformed, "at": ""}

# {"value", "field"}: how strongly Managed Instances keep the task apart. AWS's API model has this member since late 2026.
isolation_mode := {
	"value": value.get(_trusted_execution, "isolationMode", "SHARED"),
	"field": workload.at("trustedExecutionConfiguration/isolationMode"),
}

_trusted_execution := value.get(workload.definition, "trustedExecutionConfiguration", {})
