package policies.express.subnets

import data.lib.call
import data.lib.parameter
import data.lib.pattern
import data.lib.quote
import data.lib.value

# METADATA
# title: Express services run in named subnets
# description: >-
#   Without subnets an Express service is put into the default VPC, whose subnets are public: its load balancer faces the internet and its tasks get public addresses. In private subnets the load balancer is internal. Whether a subnet is private a request does not show: list those that are. What an update does not mention stays as it is, and is not judged again.
# entrypoint: true
# custom:
#   severity: high
#   kinds: [ExpressGatewayService]
#   remediation: Name private subnets in `networkConfiguration`, and list them in `allowedSubnets`.
#   references: [iam/ecs:subnet]
#   parameters:
#     allowedSubnets: {description: Ids of subnets; `*` stands for anything., default: ["*"]}
violation contains {"msg": msg, "field": "/networkConfiguration/subnets"} if {
	network := call.given("networkConfiguration", {})
	value.list(network, "subnets") == []
	msg := "no subnets are named, so the default VPC's are used"
}

violation contains {"msg": msg, "field": field} if {
	network := call.given("networkConfiguration", {})
	some i, found in value.list(network, "subnets")
	not pattern.like(found, parameter.list("allowedSubnets", ["*"]))
	msg := $"the subnet {value.problem(found, $"{quote.of(found)} is not an allowed one")}"
	field := $"/networkConfiguration/subnets/{i}"
}
