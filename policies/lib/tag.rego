# The tags that a request gives.
package lib.tag

import data.lib.call
import data.lib.launch
import data.lib.value

# Each tag as {"value", "field"}. An update gives none, but a service is looked up, and keeps its own.
given := [tag |
	some i, found in value.list({"tags": _tags.value}, "tags")
	tag := {"value": found, "field": $"{_tags.field}/{i}"}
]

_tags := launch.setting("tags", []) if {
	input.request.kind == "Service"
} else := {"value": call.given("tags", []), "field": "/tags"} if {
	input.request.kind != "Service"
}

# {"msg", "field"} of each key that is required and missing; of the lack of any, when none is required in particular. Tags
# whose key begins with `aws:` are AWS's own.
missing(required) := unclear if {
	unclear := [found |
		some tag in _unclear
		found := {"msg": $"the tags {value.problem(tag.value, "cannot be read")}", "field": tag.field}
	]
	count(_missing(required)) > 0
	count(unclear) > 0
} else := [{"msg": text, "field": _tags.field} | some text in _missing(required)]

_missing([]) := ["there is no tag"] if {
	every key in _keys {
		startswith(key, "aws:")
	}
} else := []

_missing(required) := [text |
	some key in required
	not key in _keys
	text := $"the tag {key} is missing"
] if required != []

_keys := {found.value.key | some found in given; is_string(found.value.key)}

# What may be any tag: a tag, or a key, that is not known or cannot be read.
_unclear := [unclear |
	some found in given
	key := value.get(found.value, "key", value.malformed)
	not is_string(key)
	unclear := {"value": key, "field": $"{found.field}/key"}
]
