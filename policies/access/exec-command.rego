package policies.access["exec-command"]

import data.lib.parameter
import data.lib.pattern
import data.lib.quote
import data.lib.value

# METADATA
# title: Only allowed commands are executed in running tasks
# description: ECS Exec runs whatever it is given, and IAM cannot say what. A command that is allowed can be named here; one that starts a shell, an interpreter or an editor allows every other. What is typed into a session afterwards is in no request.
# entrypoint: true
# custom:
#   severity: medium
#   kinds: [TaskExec]
#   remediation: Use one of the allowed commands, or list the command in `allowedCommands`.
#   references: []
#   parameters:
#     allowedCommands:
#       description: >-
#         Commands as they are given to ExecuteCommand. `*` stands for anything but what a shell reads as more than one command: ; & | < > ( ) $ backticks, backslashes and line ends.
#       default: []
violation contains {"msg": msg, "field": "/command"} if {
	command := value.get(object.get(input.request, "object", value.malformed), "command", value.malformed)
	not _allowed(command)
	msg := $"the command {value.problem(command, $"{quote.of(command)} is not allowed")}"
}

_allowed(command) if command in parameter.list("allowedCommands", [])

_allowed(command) if {
	pattern.like(command, parameter.list("allowedCommands", []))
	every character in [";", "&", "|", "<", ">", "(", ")", "$", "`", "\\", "\n", "\r"] {
		not contains(command, character)
	}
}
