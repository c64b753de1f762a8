# How a service's deployments go.
package lib.deployment

import data.lib.launch
import data.lib.value

# {"value", "field"} of a member of `deploymentConfiguration`.
setting(key, otherwise) := {"value": value.get(found.value, key, otherwise), "field": $"{found.field}/{key}"} if {
	found := launch.setting("deploymentConfiguration", {})
}

# Why ECS's own deployment settings do not count; undefined where they do.
elsewhere := $"the service is deployed by {launch.controller}, which these settings do not concern" if {
	launch.controller in {"CODE_DEPLOY", "EXTERNAL"}
}
