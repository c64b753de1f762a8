# Reading an object whose shape nobody has promised. What cannot be read never vanishes: it arrives where it is judged,
# and there it is not allowed. Read with these functions only: `not _allowed(input.request.object.x)` says nothing at all
# when x is missing, because Rego evaluates the argument outside of the `not`.
package lib.value

# What stands in for a value of the wrong type. No policy allows null.
malformed := null

# True for a value that exists only at deploy time: {"$unknown": "Ref Image"}.
unknown(found) if is_string(found["$unknown"])

# The member under a key, or `otherwise` when there is none. A member of an unknown value is that unknown value.
get(from, key, otherwise) := from if {
	unknown(from)
} else := object.get(from, key, otherwise) if {
	is_object(from)
} else := malformed

# The members of the array under a key; none when it is absent. Anything but an array is one member that cannot be judged.
list(from, key) := found if {
	found := get(from, key, [])
	is_array(found)
} else := [found] if {
	found := get(from, key, [])
	unknown(found)
} else := [malformed]

# How a message ends: with the problem, or with the reason why nobody can tell.
problem(found, text) := $"cannot be judged before it is deployed ({reason})" if {
	reason := found["$unknown"]
	is_string(reason)
} else := "cannot be read" if {
	found == malformed
} else := text
