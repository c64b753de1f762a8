package policies.tags["task-definition"]

import data.lib.parameter
import data.lib.tag
import data.lib.value

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
#     defaultTags:
#       description: "Key to value: what the patch gives a task definition that lacks a required key."
#       default: {}
#       schema: {type: object, additionalProperties: {type: string}}
violation contains {"msg": found.msg, "field": found.field} if {
	some found in tag.missing(parameter.list("requiredTagKeys", []))
}

# METADATA
# description: A required key that is missing gets its default. A tag that is there stays, whatever its value.
# entrypoint: true
patch := array.concat(
	[{"op": "add", "path": "/tags", "value": []} | count(_defaults) > 0; not input.request.object.tags],
	[{"op": "add", "path": "/tags/-", "value": tag} | some tag in _defaults],
)

_defaults := [{"key": key, "value": wanted} |
	every found in value.list(input.request.object, "tags") {
		is_string(found.key)
	}
	some key in parameter.list("requiredTagKeys", [])
	wanted := parameter.get("defaultTags", {})[key]
	is_string(wanted)
	not key in {found.key | some found in input.request.object.tags}
]
