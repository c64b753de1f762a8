package policies.tags.reserved

import data.lib.parameter
import data.lib.pattern
import data.lib.quote
import data.lib.tag
import data.lib.value

# METADATA
# title: Reserved tags are left to their owner
# description: Where a tag says that something was admitted, or lets somebody in, whoever can set it decides that. Only calls are judged, with the owner left out by `principals` in the constraint's match; what stands on a resource does not say who put it there, so leave audits out by `enforcementPoints`.
# entrypoint: true
# custom:
#   severity: medium
#   kinds: [TaskDefinition, DaemonTaskDefinition, TaskSet, Task, Daemon, ExpressGatewayService, Cluster, CapacityProvider, Tags]
#   remediation: Leave the tag to the one who sets it.
#   references: []
#   parameters:
#     reservedKeys: {description: Keys of the reserved tags; `*` stands for anything. Upper and lower case count as one., default: ["taskgate:*"]}
violation contains {"msg": msg, "field": $"{given.field}/key"} if {
	some given in tag.given
	key := value.get(given.value, "key", value.malformed)
	not _free(key)
	msg := $"the tag {value.problem(key, $"{quote.of(key)} is reserved")}"
}

violation contains {"msg": msg, "field": $"/tagKeys/{i}"} if {
	input.request.kind == "Tags"
	some i, key in value.list(object.get(input.request, "object", value.malformed), "tagKeys")
	not _free(key)
	msg := $"the tag {value.problem(key, $"{quote.of(key)} is reserved")}"
}

_free(key) if not pattern.like(lower(key), _reserved)

_reserved := [lower(pattern) | some pattern in parameter.list("reservedKeys", ["taskgate:*"])]
