package policies.express.scaling

import data.lib.call
import data.lib.parameter
import data.lib.value

# METADATA
# title: Express services scale within bounds
# description: Without an upper bound a flood of requests, or a program that mines, is paid for task by task. A service scales without any further call, so nobody is asked again. What an update does not mention stays as it is, and is not judged again.
# entrypoint: true
# custom:
#   severity: medium
#   kinds: [ExpressGatewayService]
#   remediation: Set `scalingTarget.minTaskCount` and `maxTaskCount` within the bounds.
#   references: []
#   parameters:
#     minTasks:
#       description: The smallest allowed minTaskCount; where a service names none, it counts as 1.
#       default: 1
#     maxTasks: {description: The largest allowed maxTaskCount., default: 20}
violation contains {"msg": msg, "field": "/scalingTarget/maxTaskCount"} if {
	found := value.get(call.given("scalingTarget", {}), "maxTaskCount", "")
	limit := parameter.get("maxTasks", 20)
	not _at_most(found, limit)
	msg := $"maxTaskCount {value.problem(found, $"{_said(found)}; at most {limit} tasks are allowed")}"
}

violation contains {"msg": msg, "field": "/scalingTarget/minTaskCount"} if {
	found := value.get(call.given("scalingTarget", {}), "minTaskCount", 1)
	limit := parameter.get("minTasks", 1)
	not _at_least(found, limit)
	msg := $"minTaskCount {value.problem(found, $"{_said(found)}; at least {limit} tasks are asked for")}"
}

_at_most(found, limit) if {
	is_number(found)
	found <= limit
}

_at_least(found, limit) if {
	is_number(found)
	found >= limit
}

_said(found) := $"is {found}" if {
	is_number(found)
} else := "is not set" if {
	found == ""
} else := "is no number"
