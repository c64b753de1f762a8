package policies.account.settings

import data.lib.parameter
import data.lib.quote
import data.lib.value

# METADATA
# title: Account settings are not weakened
# description: An account setting counts for everything that is started afterwards, in every cluster. These are the settings that watch, that log, or that let IAM tell resources and tags apart; taking one back puts AWS's default in its place. PutAccountSetting concerns one principal, PutAccountSettingDefault all.
# entrypoint: true
# custom:
#   severity: high
#   kinds: [AccountSetting]
#   remediation: Leave the setting as it is, or list the value in `requiredValues`.
#   references: []
#   parameters:
#     requiredValues:
#       description: Names of settings, each with the values that it may be given. Settings that are not listed may have any.
#       default:
#         containerInsights: [enabled, enhanced]
#         containerInstanceLongArnFormat: [enabled]
#         defaultLogDriverMode: [non-blocking]
#         fargateFIPSMode: [enabled, "on"]
#         guardDutyActivate: [enabled, "on"]
#         serviceLongArnFormat: [enabled]
#         tagResourceAuthorization: [enabled, "on"]
#         taskLongArnFormat: [enabled]
#       schema: {type: object, additionalProperties: {type: array, items: {type: string}}}
violation contains {"msg": msg, "field": "/name"} if {
	not is_string(_name)
	msg := $"the account setting {value.problem(_name, "cannot be read")}"
}

violation contains {"msg": msg, "field": "/value"} if {
	input.request.operation != "DELETE"
	_required_values[_name]
	found := value.get(_object, "value", "")
	not _allowed(found)
	msg := $"the account setting {_name} {value.problem(found, _is(found))}"
}

violation contains {"msg": $"the account setting {_name} is taken back to its default", "field": "/name"} if {
	input.request.operation == "DELETE"
	_required_values[_name]
}

_object := object.get(input.request, "object", value.malformed)

_name := value.get(_object, "name", value.malformed)

_allowed(found) if found in _required_values[_name]

_is(found) := "has no value" if {
	found == ""
} else := $"is {quote.of(found)}"

_required_values := parameter.get("requiredValues", {
	"containerInsights": ["enabled", "enhanced"],
	"containerInstanceLongArnFormat": ["enabled"],
	"defaultLogDriverMode": ["non-blocking"],
	"fargateFIPSMode": ["enabled", "on"],
	"guardDutyActivate": ["enabled", "on"],
	"serviceLongArnFormat": ["enabled"],
	"tagResourceAuthorization": ["enabled", "on"],
	"taskLongArnFormat": ["enabled"],
})
