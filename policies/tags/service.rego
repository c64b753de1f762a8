package policies.tags.service

import data.lib.parameter
import data.lib.tag

# METADATA
# title: Services are tagged
# description: Tags say whose a service is, and what it costs whom. `tags/propagate` asks that its tasks get them too.
# entrypoint: true
# custom:
#   severity: low
#   kinds: [Service, TaskSet, Daemon, ExpressGatewayService]
#   remediation: Add `tags` when the service is created, or tag it with TagResource.
#   references: [securityhub/ECS.13]
#   parameters:
#     requiredTagKeys: {description: Keys that have to be there; with none any tag that is not AWS's own will do., default: []}
violation contains {"msg": found.msg, "field": found.field} if {
	some found in tag.missing(parameter.list("requiredTagKeys", []))
}
