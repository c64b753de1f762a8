# Lists of patterns, as constraints write them.
package lib.pattern

# True for a text like one of the patterns. `*` stands for anything, `{account}` and `{region}` for the request's own; where those
# are not known, a pattern that needs them is like nothing.
like(text, patterns) if {
	some pattern in patterns
	_like(text, _filled(pattern))
}

_like(text, pattern) if text == pattern

_like(text, pattern) if {
	contains(pattern, "*")
	glob.match(pattern, null, text)
}

# How a message ends where the request's own account, or Region, is not known, so that nothing is like it.
unfilled(key) := ", and the request's own is not known" if {
	not input.request[key]
} else := ""

_filled(pattern) := _with(_with(pattern, "{account}", "account"), "{region}", "region")

_with(pattern, placeholder, _) := pattern if not contains(pattern, placeholder)

_with(pattern, placeholder, key) := replace(pattern, placeholder, input.request[key]) if contains(pattern, placeholder)
