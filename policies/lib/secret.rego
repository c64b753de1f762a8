# References to secrets that ECS fetches before a container starts.
package lib.secret

import data.lib.arn
import data.lib.parameter
import data.lib.pattern
import data.lib.quote

# True for a name, which ECS looks up in the task's own account and Region, and for an ARN of one of the services in an account and a
# Region that the parameters allow.
allowed(reference, _) if {
	reference != ""
	not startswith(lower(trim_space(reference)), "arn:")
}

allowed(reference, services) if {
	found := arn.parts(reference)
	found.service in services
	pattern.like(found.account, parameter.list("allowedAccounts", ["{account}"]))
	pattern.like(found.region, parameter.list("allowedRegions", ["{region}"]))
}

# What a message says of a reference that is not allowed.
described(reference) := $"refers to {found.service} of account {quote.of(found.account)} in {quote.of(found.region)}{_unfilled}" if {
	found := arn.parts(reference)
} else := "does not refer to a secret"

_unfilled := pattern.unfilled("account") if {
	not input.request.account
} else := pattern.unfilled("region")
