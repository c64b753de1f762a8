package policies.tags.cluster

import data.lib.parameter
import data.lib.tag

# METADATA
# title: Clusters are tagged
# description: Tags say whose a cluster is, and policies of IAM can refer to them.
# entrypoint: true
# custom:
#   severity: low
#   kinds: [Cluster]
#   remediation: Add `tags` when the cluster is created, or tag it with TagResource.
#   references: [securityhub/ECS.14, cloudsploit/ecsClustersHaveTags]
#   parameters:
#     requiredTagKeys: {description: Keys that have to be there; with none any tag that is not AWS's own will do., default: []}
violation contains {"msg": found.msg, "field": found.field} if {
	some found in tag.missing(parameter.list("requiredTagKeys", []))
}
