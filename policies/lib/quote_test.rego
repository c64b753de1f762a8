package lib.quote_test

import data.lib.quote

test_of if {
	quote.of("a b") == "a b"
	quote.of("") == "\"\""
	quote.of(" ") == "\" \""
	quote.of(1.5) == "1.5"
	quote.of(false) == "false"
	quote.of(null) == "a value of the type null"
	quote.of({"b": 1, "a": 2}) == "a value of the type object"
	quote.of(["a"]) == "a value of the type array"
}
