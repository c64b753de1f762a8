package policies.access["role-overrides"]

import data.lib.launch
import data.lib.parameter
import data.lib.quote
import data.lib.value

# METADATA
# title: Tasks run with the roles of their task definition
# description: RunTask can replace the task role and the execution role, and so give a reviewed image permissions that nobody reviewed.
# entrypoint: true
# custom:
#   severity: high
#   kinds: [Task]
#   remediation: Register a task definition with the role; or list the role in `allowedRoles`.
#   references: []
#   parameters:
#     allowedRoles: {description: ARNs of roles that RunTask may put in place; `*` stands for anything., default: []}
violation contains {"msg": msg, "field": $"{overrides.field}/{member}"} if {
	overrides := launch.setting("overrides", {})
	some member in ["executionRoleArn", "taskRoleArn"]
	found := value.get(overrides.value, member, "")
	not _allowed(found)
	msg := $"{member} {value.problem(found, $"is overridden with {quote.of(found)}")}"
}

_allowed("")

_allowed(found) if {
	some pattern in parameter.list("allowedRoles", [])
	glob.match(pattern, null, found)
}
