# What decides where several values together make the problem: the one that nobody can tell, if there is one.
package lib.decisive

import data.lib.value

# Of facts {"found", "at"} the first that is unknown, else the first.
fact(facts) := array.concat([fact | some fact in facts; value.unknown(fact.found)], facts)[0]

# Where an array of texts lacks one: {"at", "found"} of the first member that is no text, since it may be the one that is looked
# for; else of the array itself. `at` is a JSON pointer from there; `below` is what follows the index, such as /name.
gap(texts, below) := unclear[0] if {
	unclear := [{"at": $"/{i}{below}", "found": member} | some i, member in texts; not is_string(member)]
} else := {"at": "", "found": ""}
