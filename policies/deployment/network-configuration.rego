package policies.deployment["network-configuration"]

import data.lib.launch
import data.lib.quote
import data.lib.value
import data.lib.vpc
import data.lib.workload

# METADATA
# title: Network mode and network configuration fit
# description: Tasks in awsvpc mode need subnets, and tasks in any other mode cannot have them. ECS refuses what does not fit, so this is early feedback; `network/subnets` says which subnets.
# entrypoint: true
# custom:
#   severity: low
#   kinds: [Task, Service, TaskSet]
#   remediation: Name the subnets in `networkConfiguration.awsvpcConfiguration` if `networkMode` is awsvpc, and leave them out otherwise.
#   references: [cfn-lint/E3052]
violation contains {"msg": msg, "field": subnet.field} if {
	some subnet in vpc.ids("subnets")
	not _named(subnet.value)
	msg := $"the subnet that a task in awsvpc mode needs {value.problem(subnet.value, "is not named")}"
}

violation contains {"msg": msg, "field": field} if {
	launch.setting("networkConfiguration", {}).value != {}
	mode := value.get(workload.definition, "networkMode", "bridge")
	mode != "awsvpc"
	msg := $"networkMode {value.problem(mode, $"is {quote.of(mode)}, and takes no networkConfiguration")}"
	field := workload.at("networkMode")
}

_named(id) if {
	is_string(id)
	id != ""
}
