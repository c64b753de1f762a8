package policies.deployment["admission-hook"]

import data.lib.deployment
import data.lib.parameter
import data.lib.pattern
import data.lib.value

# METADATA
# title: Services ask Taskgate before they start a new revision
# description: A lifecycle hook at PRE_SCALE_UP is asked while no task of the new revision runs, so a refusal there prevents; everything else can only revert. The hook has to roll back when no answer comes in time. An update can take it away without a deployment, and the first deployment, scaling and standalone tasks have none to roll back to or do not run hooks, so keep the other points too.
# entrypoint: true
# custom:
#   severity: medium
#   kinds: [Service]
#   remediation: Add to `deploymentConfiguration.lifecycleHooks` one at PRE_SCALE_UP that calls Taskgate's function, or of type PAUSE, with `timeoutConfiguration.action` ROLLBACK.
#   references: []
#   parameters:
#     hookTargets:
#       description: ARNs of Taskgate's functions; `*` stands for anything, `{account}` and `{region}` for the request's own.
#       default: ["arn:aws*:lambda:*:{account}:function:*taskgate*", "arn:aws*:lambda:*:{account}:function:*Taskgate*"]
#     allowPause: {description: Whether a pause hook will do; Taskgate answers it when ECS tells of it., default: true}
violation contains {"msg": msg, "field": doubt.field} if {
	not _guarded
	doubt := _doubt
	msg := $"a lifecycle hook that asks Taskgate at PRE_SCALE_UP and else rolls back {value.problem(doubt.value, "is missing")}"
}

_guarded if {
	some hook in _hooks
	"PRE_SCALE_UP" in value.list(hook, "lifecycleStages")
	_action(hook) == "ROLLBACK"
	_asks(hook)
}

_asks(hook) if {
	_type(hook) == "AWS_LAMBDA"
	pattern.like(hook.hookTargetArn, parameter.list("hookTargets", [
		"arn:aws*:lambda:*:{account}:function:*taskgate*",
		"arn:aws*:lambda:*:{account}:function:*Taskgate*",
	]))
}

_asks(hook) if {
	_type(hook) == "PAUSE"
	parameter.get("allowPause", true) == true
}

_hooks := value.list({"hooks": _setting.value}, "hooks")

_setting := deployment.setting("lifecycleHooks", [])

_type(hook) := value.get(hook, "targetType", "AWS_LAMBDA")

_action(hook) := value.get(value.get(hook, "timeoutConfiguration", {}), "action", "ROLLBACK")

# What may make one of the hooks that one, or else that there is none.
_doubt := first if {
	doubts := [doubt |
		some i, hook in _hooks
		some [member, found] in _parts(hook)
		value.unknown(found)
		doubt := {"value": found, "field": $"{_setting.field}/{i}/{member}"}
	]
	first := doubts[0]
} else := {"value": "", "field": _setting.field}

_parts(hook) := array.concat(
	[
		["targetType", _type(hook)],
		["hookTargetArn", value.get(hook, "hookTargetArn", "")],
		["timeoutConfiguration/action", _action(hook)],
	],
	[part |
		some i, stage in value.list(hook, "lifecycleStages")
		part := [$"lifecycleStages/{i}", stage]
	],
)
