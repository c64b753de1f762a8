package policies.tags["task-definition"]

import data.lib.parameter
import data.lib.tag

# METADATA
# title: Task definitions are tagged
# description: Tags say whose a task definition is, and what its tasks cost whom. They are in the call, so it is judged where it is registered.
# entrypoint: true
# custom:
#   severity: low
#   kinds: [TaskDefinition, DaemonTaskDefinition]
#   remediation: Add `tags` to the task definition.
#   references: [securityhub/ECS.15]
#   parameters:
#     requiredTagKeys: {description: Keys that have to be there; with none any tag that is not AWS's own will do., default: []}
violation contains {"msg": found.msg, "field": found.field} if {
	some found in tag.missing(parameter.list("requiredTagKeys", []))
}
