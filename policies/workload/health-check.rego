package policies.workload["health-check"]

import data.lib.decisive
import data.lib.parameter
import data.lib.value
import data.lib.workload

# METADATA
# title: Containers have a health check
# description: Without a health check ECS takes a container that runs for one that works, so a broken release replaces a good one. The HEALTHCHECK of an image does not count, ECS never looks at it; only essential containers decide about the task.
# entrypoint: true
# custom:
#   severity: low
#   kinds: [TaskDefinition, Task, Service, TaskSet, DaemonTaskDefinition, Daemon]
#   remediation: Set `healthCheck.command`, beginning with CMD or CMD-SHELL.
#   references: [kics/d24389b4-b209-4ff0-8345-dc7a4569dcdd]
#   parameters:
#     essentialOnly: {description: Whether only essential containers need one., default: true}
#     ignoreContainers: {description: Names of containers that are not judged; `*` stands for anything., default: []}
#     ignoreImages: {description: Images whose containers are not judged; `*` stands for anything., default: []}
violation contains {"msg": msg, "field": workload.pointer(i, fact.at)} if {
	some i, container in workload.containers
	not _spared(container)
	found := value.get(value.get(container, "healthCheck", {}), "command", [])
	not _checks(found)
	fact := decisive.fact(_facts(found, container))
	msg := $"container {workload.name(container, i)} {value.problem(fact.found, "has no health check")}"
}

# A word of the command may switch the check on, and a container may not be essential, while these are not known.
_facts(found, container) := array.concat(own, maybe_spared) if {
	gap := decisive.gap(found, "")
	own := [{"found": found, "at": "healthCheck/command"}, {"found": gap.found, "at": $"healthCheck/command{gap.at}"}]
	maybe_spared := [{"found": container.essential, "at": "essential"} | parameter.get("essentialOnly", true) == true]
}

_spared(container) if {
	parameter.get("essentialOnly", true) == true
	container.essential == false
}

# NONE switches off a check that the image brings.
_checks(found) if {
	found[0] in {"CMD", "CMD-SHELL"}
	is_string(found[1])
	found[1] != ""
}
