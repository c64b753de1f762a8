# Lists of patterns, as constraints write them.
package lib.pattern

# True for a text like one of the patterns. `*` stands for anything, `{account}` and `{region}` for the request's own; where those
# are not known, a pattern that needs them is like nothing.
like(text, patterns) if {
	some pattern in patterns
	_like(text, _filled(pattern))
}

_like(text, pattern) if {
	text == pattern
} else if {
	pieces := split(pattern, "*")
	count(pieces) > 1
	not _lacks(text, pieces, pattern)
	glob.match(pattern, null, text)
}

# True for a text without one of the pieces between the stars: to see that is far cheaper than to match. Not where a piece may
# be anything but itself.
_lacks(text, pieces, pattern) if {
	some piece in pieces
	not contains(text, piece)
	not _has_other_marks(pattern)
}

_has_other_marks(pattern) if {
	some mark in ["?", "[", "{", "\\"]
	contains(pattern, mark)
}

# How a message ends where the request's own account, or Region, is not known, so that nothing is like it.
unfilled(key) := ", and the request's own is not known" if {
	not input.request[key]
} else := ""

_filled(pattern) := _with(_with(pattern, "{account}", "account"), "{region}", "region")

_with(pattern, placeholder, key) := concat(input.request[key], split(pattern, placeholder)) if {
	contains(pattern, placeholder)
} else := pattern if not contains(pattern, placeholder)
