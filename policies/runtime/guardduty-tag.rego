package policies.runtime["guardduty-tag"]

import data.lib.quote
import data.lib.value

# METADATA
# title: The cluster's GuardDutyManaged tag keeps runtime monitoring on
# description: GuardDuty reads this tag of a cluster, and case counts. `false` keeps its agent out of every new Fargate task, and removing `true` does so where clusters have to opt in. Calls that create a cluster, tag something or remove tags are judged; whether GuardDuty itself is on cannot be seen here.
# entrypoint: true
# custom:
#   severity: high
#   kinds: [Cluster, Tags]
#   remediation: Tag the cluster with GuardDutyManaged=true, and leave the tag alone.
#   references: []
#   parameters:
#     requireTag: {description: Ask every new cluster for GuardDutyManaged=true., default: false}
violation contains {"msg": msg, "field": $"/tags/{i}/key"} if {
	some i, tag in _tags
	found := value.get(tag, "key", value.malformed)
	not _readable(found)
	msg := $"the tag {value.problem(found, $"{quote.of(found)} is not spelt GuardDutyManaged, so GuardDuty does not see it")}"
}

violation contains {"msg": msg, "field": $"/tags/{i}/value"} if {
	some i, tag in _tags
	tag.key == "GuardDutyManaged"
	found := value.get(tag, "value", "")
	found != "true"
	msg := $"the tag GuardDutyManaged {value.problem(found, $"is {quote.of(found)}, not true")}"
}

violation contains {"msg": msg, "field": $"/tagKeys/{i}"} if {
	input.request.kind == "Tags"
	some i, found in value.list(input.request.object, "tagKeys")
	not _another(found)
	msg := $"the tag {value.problem(found, "GuardDutyManaged is removed")}"
}

violation contains {"msg": "the tag GuardDutyManaged is missing", "field": "/tags"} if {
	input.parameters.requireTag == true
	input.request.kind == "Cluster"
	input.request.operation == "CREATE"
	every tag in _tags {
		_another(value.get(tag, "key", value.malformed))
	}
}

_tags := value.list(input.request.object, "tags")

# A key that is written as GuardDuty reads it, or is another altogether.
_readable("GuardDutyManaged")

_readable(key) if _another(key)

_another(key) if lower(key) != "guarddutymanaged"
