package policies.network["public-ip"]

import data.lib.decisive
import data.lib.launch
import data.lib.parameter
import data.lib.value

# METADATA
# title: Tasks get no public IP address
# description: With a public address a task can be reached from the internet past every load balancer, as far as its security groups let it.
# entrypoint: true
# custom:
#   severity: high
#   kinds: [Task, Service, TaskSet]
#   remediation: Set `assignPublicIp` to DISABLED, and reach out through a NAT gateway or VPC endpoints.
#   references:
#     - securityhub/ECS.2
#     - securityhub/ECS.16
#     - config/ecs-service-assign-public-ip-disabled
#     - controltower/CT.ECS.PR.9
#     - checkov/CKV_AWS_333
#     - prowler/ecs_service_no_assign_public_ip
#     - prowler/ecs_task_set_no_assign_public_ip
#     - powerpipe/ecs_service_not_publicly_accessible
#     - nirmata/validate-ecs-task-public-ip
#     - cloudsploit/ecsServiceAssignPublicIpDisabled
#     - cloudsploit/ecsServicePublicIpDisabled
#     - kyverno/ecs-public-ip
#     - gatecheck/ip
#     - cnspec/ecs-container-no-public-ip
#     - iam/ecs:auto-assign-public-ip
#   parameters:
#     allowedSubnets: {description: Ids of the subnets in which a task may have a public address., default: []}
violation contains {"msg": msg, "field": $"{setting.field}/awsvpcConfiguration/{fact.at}"} if {
	setting := launch.setting("networkConfiguration", {})
	network := value.get(setting.value, "awsvpcConfiguration", {})
	found := value.get(network, "assignPublicIp", "DISABLED")
	not _allowed(found, network)
	fact := decisive.fact(array.concat([{"found": found, "at": "assignPublicIp"}], _unclear(found, network)))
	msg := $"the public IP address {value.problem(fact.found, "is assigned")}"
}

_allowed("DISABLED", _)

_allowed("ENABLED", network) if {
	count(network.subnets) > 0
	every subnet in network.subnets {
		subnet in _allowed_subnets
	}
}

# The subnets, one of which may not be known, where none is refused.
_unclear("ENABLED", network) := [{"found": subnet, "at": $"subnets/{i}"} |
	count(_allowed_subnets) > 0
	subnets := value.list(network, "subnets")
	every subnet in subnets {
		_may_be_allowed(subnet)
	}
	some i, subnet in subnets
]

_unclear(found, _) := [] if found != "ENABLED"

_may_be_allowed(subnet) if subnet in _allowed_subnets

_may_be_allowed(subnet) if value.unknown(subnet)

_allowed_subnets := parameter.list("allowedSubnets", [])
