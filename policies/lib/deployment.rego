# How a service's deployments go.
package lib.deployment

import data.lib.launch
import data.lib.value

# {"value", "field"} of a member of `deploymentConfiguration`.
setting(key, otherwise) := {"value": value.get(found.value, key, otherwise), "field": $"{found.field}/{key}"} if {
	found := launch.setting("deploymentConfiguration", {})
}

# {"found", "at"} of who deploys, and of how the tasks are spread. While one of them is not known, nobody can tell whether the settings
# count; lib.decisive weighs them.
controller := {"found": found, "at": $"{launch.setting("deploymentController", {}).field}/type"} if {
	found := launch.controller
} else := {"found": "ECS", "at": "/deploymentController/type"}

scheduling := {"found": setting.value, "at": setting.field} if setting := launch.setting("schedulingStrategy", "REPLICA")

# Why ECS's own deployment settings do not count; undefined where they do.
elsewhere := $"the service is deployed by {launch.controller}, which these settings do not concern" if {
	launch.controller in {"CODE_DEPLOY", "EXTERNAL"}
}
