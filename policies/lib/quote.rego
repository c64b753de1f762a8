# Values in messages. An object would print its keys in another order under WASM.
package lib.quote

# A text as it stands, or between quotes where nothing of it would be seen; a number or a boolean as JSON has it; anything else by
# its type alone.
of(found) := found if {
	trim_space(found) != ""
} else := $"\"{found}\"" if {
	is_string(found)
} else := $"{found}" if {
	type_name(found) in {"number", "boolean"}
} else := $"a value of the type {type_name(found)}"
