# What rules in the style of conftest and Gatekeeper say, in Taskgate's words; foreign.go adds this file to them.
package taskgate.dialect

# Gatekeeper's `input.review` for one document of the request.
review(at, document) := object.union(_review_of(at, document), _old_object(at))

_review_of(at, document) := {
	"uid": input.request.uid,
	"name": input.request.name,
	"namespace": object.get(input.request, "cluster", ""),
	"kind": {"group": "ecs.amazonaws.com", "version": "v1", "kind": _kind_at(at)},
	"operation": input.request.operation,
	"userInfo": {"username": object.get(input.request.userInfo, "arn", ""), "groups": []},
	"dryRun": input.request.dryRun,
	"object": document,
}

_kind_at("") := input.request.kind

_kind_at("/context/taskDefinition") := "TaskDefinition"

_old_object("") := {"oldObject": object.get(input.request, "oldObject", null)}

_old_object("/context/taskDefinition") := {"oldObject": null}

# The members of `violation` for what a rule answered about the document at `at`.
told(answer, at, document, markers) := {member |
	some said in answer
	member := _told(said, at, document, markers)
} if type_name(answer) in {"set", "array"}

told(answer, _, _, _) := {_broken("a set or a list of messages", answer)} if not type_name(answer) in {"set", "array"}

_told(said, at, document, markers) := _member(said, {}, at, document, markers) if is_string(said)

_told(said, at, document, markers) := _member(said.msg, _details(said), at, document, markers) if is_string(said.msg)

_told(said, _, _, _) := _broken("a text, or an object with a text `msg`", said) if {
	not is_string(said)
	not _has_text(said)
}

_has_text(said) if is_string(said.msg)

_broken(wanted, found) := {"outcome": "failed", "msg": $"the rule must answer with {wanted}, not with {type_name(found)}"}

_member(msg, {}, at, document, markers) := object.union({"msg": msg}, _field(msg, {}, at, document, markers))

_member(msg, details, at, document, markers) := object.union({"msg": msg, "details": details}, _field(msg, details, at, document, markers)) if {
	details != {}
}

# Everything but the message; what Gatekeeper calls `details` without a wrapping of its own.
_details(said) := said.details if _wrapped(said)

_details(said) := object.remove(said, ["msg"]) if not _wrapped(said)

_wrapped(said) if {
	is_object(said.details)
	object.keys(said) == {"msg", "details"}
}

_field(msg, details, at, document, markers) := {"field": at_pointer} if {
	pointers := [pointer | some key in ["field", "path"]; pointer := details[key]; _points_into(pointer, document)]
	at_pointer := concat("", [at, pointers[0]])
} else := {"field": quoted} if {
	# A message that quotes an unknown value is about that value.
	pointers := sort([pointer | some pointer, marker in markers; contains(msg, sprintf("%v", [marker]))])
	quoted := pointers[0]
} else := {}

# A JSON pointer, and not the path of a file: its first token is a member of the document.
_points_into(pointer, document) if {
	is_string(pointer)
	tokens := split(pointer, "/")
	tokens[0] == ""
	tokens[1] in object.keys(document)
}

# Every marker of an unknown value in the document by its JSON pointer: those at, under and above the places where the rule looks.
markers(at, document, _) := {at: document} if unknown(document)

markers(at, document, places) := {pointer: value |
	some member in _members(document, places)
	walk(document[member], [rest, value])
	unknown(value)
	path := array.concat([member], rest)
	_seen(path, places)
	pointer := concat("", [at, _pointer(path)])
} if not unknown(document)

# The value exists at deploy time only.
unknown(value) if is_string(value["$unknown"])

_members(document, places) := {place[0] | some place in places} if {
	every place in places { is_string(place[0]) }
} else := object.keys(document)

_seen(path, places) if {
	some place in places
	not _elsewhere(path, place)
}

_elsewhere(path, place) if {
	some i, key in place
	key != null
	path[i] != key
}

_pointer(path) := concat("", [token | some key in path; token := concat("/", ["", _escaped(key)])])

_escaped(key) := replace(replace(key, "~", "~0"), "/", "~1") if is_string(key)

_escaped(key) := $"{key}" if is_number(key)

# A rule that says nothing of an unknown value has not found it to be fine.
doubts(markers, rule) := {doubt |
	some pointer, marker in markers
	doubt := {"msg": $"{rule} cannot be told before the value is known ({marker["$unknown"]})", "field": pointer}
}
