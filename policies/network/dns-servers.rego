package policies.network["dns-servers"]

import data.lib.parameter
import data.lib.pattern
import data.lib.quote
import data.lib.value
import data.lib.workload

# METADATA
# title: Containers ask the network's own DNS servers
# description: Whoever answers a container's DNS questions decides whom it talks to, and learns whom it looks for. Servers or search domains of a container's own pass by the resolver of the VPC and its DNS firewall and logs.
# entrypoint: true
# custom:
#   severity: medium
#   kinds: [TaskDefinition, Task, Service, TaskSet]
#   remediation: Remove `dnsServers` and `dnsSearchDomains`; use Route 53 Resolver rules and private hosted zones.
#   references: []
#   parameters:
#     allowedServers: {description: Addresses of DNS servers that containers may name; `*` stands for anything., default: []}
#     allowedSearchDomains: {description: Search domains that containers may have; `*` stands for anything., default: []}
#     ignoreContainers: {description: Names of containers that are not judged; `*` stands for anything., default: []}
#     ignoreImages: {description: Images whose containers are not judged; `*` stands for anything., default: []}
violation contains {"msg": msg, "field": field} if {
	some i, container in workload.containers
	some member, [parameter_name, noun] in {
		"dnsServers": ["allowedServers", "DNS server"],
		"dnsSearchDomains": ["allowedSearchDomains", "DNS search domain"],
	}
	some j, found in value.list(container, member)
	not pattern.like(found, parameter.list(parameter_name, []))
	msg := $"the {noun} of container {workload.name(container, i)} {value.problem(found, $"is {quote.of(found)}")}"
	field := workload.pointer(i, $"{member}/{j}")
}
