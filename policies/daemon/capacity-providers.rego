package policies.daemon["capacity-providers"]

import data.lib.parameter
import data.lib.pattern
import data.lib.quote
import data.lib.value

# METADATA
# title: Daemons run on allowed capacity providers
# description: The capacity providers decide on whose instances the daemon runs. One of another cluster or team puts it beside their tasks.
# entrypoint: true
# custom:
#   severity: medium
#   kinds: [Daemon]
#   remediation: Name capacity providers that are yours, or list them in `allowedCapacityProviders`.
#   references: [iam/ecs:capacity-provider]
#   parameters:
#     allowedCapacityProviders:
#       description: ARNs of capacity providers; `*` stands for anything, `{account}` and `{region}` for the request's own.
#       default: ["arn:*:ecs:{region}:{account}:capacity-provider/*"]
violation contains {"msg": msg, "field": $"/capacityProviderArns/{i}"} if {
	some i, found in value.list(object.get(input.request, "object", value.malformed), "capacityProviderArns")
	not pattern.like(found, _allowed)
	msg := $"the capacity provider {value.problem(found, $"{quote.of(found)} is not an allowed one")}"
}

_allowed := parameter.list("allowedCapacityProviders", ["arn:*:ecs:{region}:{account}:capacity-provider/*"])
