package policies.tags.values

import data.lib.parameter
import data.lib.pattern
import data.lib.quote
import data.lib.tag
import data.lib.value

# METADATA
# title: Tags have allowed values
# description: Where IAM, cost reports or other policies go by a tag, a misspelt value is as good as none. Keys that are not listed may have any value, and whether a key is there other policies say.
# entrypoint: true
# custom:
#   severity: low
#   kinds: [TaskDefinition, DaemonTaskDefinition, Service, TaskSet, Task, Daemon, ExpressGatewayService, Cluster, CapacityProvider, Tags]
#   remediation: Use one of the allowed values, or list the value in `allowedValues`.
#   references: []
#   parameters:
#     allowedValues:
#       description: Keys of tags, each with the values that it may have; `*` stands for anything.
#       default: {}
#       schema: {type: object, additionalProperties: {type: array, items: {type: string}}}
violation contains {"msg": msg, "field": $"{given.field}/{member}"} if {
	count(_allowed_values) > 0
	some given in tag.given
	key := value.get(given.value, "key", value.malformed)
	found := value.get(given.value, "value", "")
	not _allowed(key, found)
	[member, doubt] := _doubt(key, found)
	msg := $"the tag {value.problem(doubt, $"{quote.of(key)} has the value {quote.of(found)}")}"
}

_allowed_values := parameter.get("allowedValues", {})

_allowed(key, _) if {
	is_string(key)
	not _allowed_values[key]
}

_allowed(key, found) if pattern.like(found, _allowed_values[key])

_doubt(key, found) := ["value", found] if {
	is_string(key)
} else := ["key", key]
