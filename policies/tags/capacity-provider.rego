package policies.tags["capacity-provider"]

import data.lib.parameter
import data.lib.tag

# METADATA
# title: Capacity providers are tagged
# description: Tags say whose a capacity provider is, and what its instances cost whom.
# entrypoint: true
# custom:
#   severity: low
#   kinds: [CapacityProvider]
#   remediation: Add `tags` when the capacity provider is created, or tag it with TagResource.
#   references: [config/ecs-capacity-provider-tagged]
#   parameters:
#     requiredTagKeys: {description: Keys that have to be there; with none any tag that is not AWS's own will do., default: []}
violation contains {"msg": found.msg, "field": found.field} if {
	some found in tag.missing(parameter.list("requiredTagKeys", []))
}
