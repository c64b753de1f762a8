package policies.express["health-check-path"]

import data.lib.call
import data.lib.value

# METADATA
# title: Express services name their health check
# description: Without `healthCheckPath` the load balancer asks for /ping, which most programs do not have or answer whatever their state. What the path answers a request does not show. What an update does not mention stays as it is, and is not judged again.
# entrypoint: true
# custom:
#   severity: low
#   kinds: [ExpressGatewayService]
#   remediation: Set `healthCheckPath` to a path that answers 200 only while the service works.
#   references: []
violation contains {"msg": msg, "field": "/healthCheckPath"} if {
	found := call.given("healthCheckPath", "")
	not _allowed(found)
	msg := $"the health check path {value.problem(found, _problem(found))}"
}

_allowed(found) if startswith(found, "/")

_problem(found) := "is not set" if {
	found == ""
} else := "does not begin with a slash"
