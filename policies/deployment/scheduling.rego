package policies.deployment.scheduling

import data.lib.launch
import data.lib.quote
import data.lib.target
import data.lib.value

# METADATA
# title: DAEMON services run on instances
# description: A DAEMON service runs one task on each instance, and Fargate shows none; nor do CODE_DEPLOY and EXTERNAL deploy one. ECS refuses such a service, so this is early feedback.
# entrypoint: true
# custom:
#   severity: low
#   kinds: [Service]
#   remediation: Set `schedulingStrategy` to REPLICA, or run the service on EC2.
#   references: [cfn-lint/E3044]
violation contains {"msg": msg, "field": setting.field} if {
	setting := launch.setting("schedulingStrategy", "REPLICA")
	not setting.value in {"REPLICA", "DAEMON"}
	msg := $"the scheduling strategy {value.problem(setting.value, $"is {quote.of(setting.value)}")}"
}

violation contains {"msg": msg, "field": place.field} if {
	launch.setting("schedulingStrategy", "REPLICA").value == "DAEMON"
	place := target.launch_type
	not place.value in {"EC2", "EXTERNAL", "MANAGED_INSTANCES", "CAPACITY_PROVIDER", ""}
	msg := $"the launch type of a DAEMON service {value.problem(place.value, $"is {quote.of(place.value)}")}"
}

violation contains {"msg": msg, "field": field} if {
	launch.setting("schedulingStrategy", "REPLICA").value == "DAEMON"
	launch.controller != "ECS"
	msg := $"the deployment controller of a DAEMON service {value.problem(launch.controller, $"is {quote.of(launch.controller)}")}"
	field := $"{launch.setting("deploymentController", {}).field}/type"
}
