package policies.network["vpc-lattice"]

import data.lib.launch
import data.lib.parameter
import data.lib.pattern
import data.lib.quote
import data.lib.value

# METADATA
# title: VPC Lattice reaches services through allowed target groups
# description: VPC Lattice leads traffic to a service from other networks and accounts, past its load balancers. What may come in is decided at the target group, and the role may change who is in it; unless told otherwise both are the account's own. An account that is not known allows nothing.
# entrypoint: true
# custom:
#   severity: medium
#   kinds: [Service]
#   remediation: Name a target group and a role of the account, or list them in the parameters.
#   references: []
#   parameters:
#     allowedTargetGroups:
#       description: ARNs of the target groups; `*` stands for anything, `{account}` and `{region}` for the request's own.
#       default: ["arn:aws*:vpc-lattice:*:{account}:targetgroup/*"]
#     allowedRoles:
#       description: ARNs of the roles that ECS may use for VPC Lattice, in the same way.
#       default:
#         - arn:aws:iam::{account}:role/*
#         - arn:aws-cn:iam::{account}:role/*
#         - arn:aws-us-gov:iam::{account}:role/*
violation contains {"msg": msg, "field": field} if {
	some configuration in launch.members("vpcLatticeConfigurations")
	some [member, noun, found] in _named(configuration.value)
	not _allowed(member, found)
	msg := $"the {noun} of VPC Lattice {value.problem(found, $"{quote.of(found)} is not allowed")}"
	field := $"{configuration.field}/{member}"
}

_named(configuration) := array.concat(
	[
		["targetGroupArn", "target group", value.get(configuration, "targetGroupArn", value.malformed)],
		["roleArn", "role", value.get(configuration, "roleArn", value.malformed)],
	],
	[alternate |
		found := value.get(value.get(configuration, "advancedConfiguration", {}), "alternateTargetGroupArn", "")
		found != ""
		alternate := ["advancedConfiguration/alternateTargetGroupArn", "alternate target group", found]
	],
)

_allowed("roleArn", found) if {
	pattern.like(found, parameter.list("allowedRoles", [
		"arn:aws:iam::{account}:role/*",
		"arn:aws-cn:iam::{account}:role/*",
		"arn:aws-us-gov:iam::{account}:role/*",
	]))
}

_allowed(member, found) if {
	member != "roleArn"
	pattern.like(found, parameter.list("allowedTargetGroups", ["arn:aws*:vpc-lattice:*:{account}:targetgroup/*"]))
}
