package policies.network["extra-hosts"]

import data.lib.parameter
import data.lib.pattern
import data.lib.quote
import data.lib.value
import data.lib.workload

# METADATA
# title: Containers have no host names of their own
# description: An entry in /etc/hosts comes before every DNS answer, so it can send what was meant for an AWS endpoint or another service anywhere, and no resolver sees it.
# entrypoint: true
# custom:
#   severity: medium
#   kinds: [TaskDefinition, Task, Service, TaskSet]
#   remediation: Remove `extraHosts`, and put the name into a private hosted zone; or list it in `allowedHosts`.
#   references: []
#   parameters:
#     allowedHosts:
#       description: Entries that containers may have, as name=address; `*` stands for anything.
#       default: []
#     ignoreContainers: {description: Names of containers that are not judged; `*` stands for anything., default: []}
#     ignoreImages: {description: Images whose containers are not judged; `*` stands for anything., default: []}
violation contains {"msg": msg, "field": field} if {
	some i, container in workload.containers
	some j, entry in value.list(container, "extraHosts")
	host := value.get(entry, "hostname", value.malformed)
	address := value.get(entry, "ipAddress", value.malformed)
	not _allowed(host, address)
	[member, found] := _doubt(host, address)
	msg := $"the host name of container {workload.name(container, i)} {value.problem(found, $"{quote.of(host)} leads to {quote.of(address)}")}"
	field := workload.pointer(i, $"extraHosts/{j}{member}")
}

_allowed(host, address) if {
	is_string(host)
	is_string(address)
	pattern.like($"{host}={address}", parameter.list("allowedHosts", []))
}

# What is not known or cannot be read, or else the entry.
_doubt(host, address) := ["/hostname", host] if {
	not is_string(host)
} else := ["/ipAddress", address] if {
	not is_string(address)
} else := ["", ""]
