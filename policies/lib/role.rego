# The roles that a task's containers, and the agent on their behalf, work with.
package lib.role

import data.lib.arn
import data.lib.call
import data.lib.value
import data.lib.workload

# {"value", "field"} of `taskRoleArn` or `executionRoleArn`: an ARN or a name, "" when there is none. Undefined where an update
# of an Express service leaves it as it is.
assigned(member) := {"value": value.get(workload.definition, member, ""), "field": workload.at(member)} if {
	workload.root != ""
} else := {"value": call.given(member, ""), "field": workload.at(member)} if {
	workload.root == ""
}

# The role's name without its path. Names are unique in an account, whatever the path.
name(text) := names[count(names) - 1] if names := split(text, "/")

# The account that the role is in; a role that is given by name is in the caller's. Undefined where that is not known.
account(text) := found if {
	found := arn.parts(text).account
} else := input.request.account if {
	is_string(text)
	not startswith(text, "arn:")
}

# The role as an ARN, in the caller's account where it is given by name.
full(text) := text if {
	startswith(text, "arn:")
} else := $"arn:{partition}:iam::{account(text)}:role/{trim_left(text, "/")}" if {
	partition := object.get(input.request, "partition", "aws")
	is_string(account(text))
}
