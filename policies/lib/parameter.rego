# What the constraint asks of the policy.
package lib.parameter

# The parameter's value, or `otherwise` when the constraint does not give one.
get(name, otherwise) := found if {
	found := input.parameters[name]
} else := otherwise

# The parameter's members; none when it is no list.
list(name, otherwise) := found if {
	found := get(name, otherwise)
	is_array(found)
} else := []
