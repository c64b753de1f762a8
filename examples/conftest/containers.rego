# Task definitions, in the style of conftest: `input` is the document.
package main

# METADATA
# title: Containers are not privileged
# description: A privileged container owns its host.
# custom:
#   severity: critical
deny_privileged contains {"msg": msg, "field": field} if {
	some i, container in input.containerDefinitions
	container.privileged
	msg := sprintf("container %s is privileged", [container.name])
	field := sprintf("/containerDefinitions/%d/privileged", [i])
}

deny_run_as_root contains msg if {
	some container in input.containerDefinitions
	object.get(container, "user", "root") == "root"
	msg := sprintf("container %s runs as root", [container.name])
}

warn_health_check contains msg if {
	some container in input.containerDefinitions
	not container.healthCheck
	msg := sprintf("container %s has no health check", [container.name])
}

# What conftest calls an exception: rules by their name without deny_, violation_ or warn_.
exception contains rules if {
	input.family == "node-agent"
	rules := ["run_as_root"]
}
