# What tags and container labels say of a task: whose it is, and how confidential its data.
package lib.label

import data.lib.launch
import data.lib.value
import data.lib.workload

# {"value", "field"} of the first of the keys that the task definition's tags have; failing these the call's, the cluster's, and
# what `accounts` says of the account. The value is "" when nobody says; otherwise it may be unknown or unreadable.
of_task(keys, accounts) := found if {
	found := of_definition(keys)
	found.value != ""
} else := found if {
	found := of_call(keys)
	found.value != ""
} else := found if {
	found := of_cluster(keys)
	found.value != ""
} else := {"value": object.get(accounts, object.get(input.request, "account", ""), ""), "field": workload.at("tags")}

of_definition(keys) := tag_of(workload.definition, workload.at("tags"), keys)

of_cluster(keys) := tag_of(object.get(input.request, ["context", "cluster"], {}), "/context/cluster/tags", keys)

of_call(keys) := tag_of({"tags": tags.value}, tags.field, keys) if tags := launch.setting("tags", [])

# The value of the first of the keys in a list of tags; what cannot be read may be any of them.
tag_of(from, field, keys) := found[0] if {
	tags := value.list(from, "tags")
	found := [tag |
		some key in keys
		some i, listed in tags
		listed.key == key
		tag := {"value": value.get(listed, "value", ""), "field": $"{field}/{i}/value"}
	]
} else := unclear[0] if {
	unclear := [tag |
		some i, listed in value.list(from, "tags")
		key := value.get(listed, "key", value.malformed)
		not is_string(key)
		tag := {"value": key, "field": $"{field}/{i}/key"}
	]
} else := {"value": "", "field": field}

# The same for a container's dockerLabels.
of_container(container, i, keys) := found[0] if {
	labels := value.get(container, "dockerLabels", {})
	found := [label |
		some key in keys
		text := value.get(labels, key, "")
		text != ""
		label := {"value": text, "field": workload.pointer(i, $"dockerLabels/{_escaped(key)}")}
	]
} else := {"value": "", "field": workload.pointer(i, "dockerLabels")}

_escaped(key) := replace(replace(key, "~", "~0"), "/", "~1")
