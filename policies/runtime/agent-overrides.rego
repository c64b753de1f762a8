package policies.runtime["agent-overrides"]

import data.lib.agent
import data.lib.decisive
import data.lib.launch
import data.lib.parameter
import data.lib.quote
import data.lib.value
import data.lib.workload

# METADATA
# title: RunTask leaves the runtime agent alone
# description: >-
#   An override of the agent's own command or environment, of a variable that steers it, or of the command of a container that carries its program behind the wrapper, disarms the detection that was reviewed. What an environment file sets cannot be seen; the agent's container may have none.
# entrypoint: true
# custom:
#   severity: high
#   kinds: [Task]
#   remediation: Remove the override, or register a task definition that says the same and have it judged.
#   references: []
#   parameters:
#     agentImages:
#       description: Repositories of agents, by their last names; mirrors keep them.
#       default: [sysdig/workload-agent, falcosecurity/falco-userspace, datadog/agent, datadog/cws-instrumentation, twistlock/defender, microenforcer, microenforcer-basic, falcon-sensor, falcon-container]
#     protectedVariables:
#       description: Variables that steer an agent; `*` at the end stands for anything.
#       default: [SYSDIG_*, __INSTRUMENTATION_WRAPPER, __CW_LOG_GROUP, DD_RUNTIME_SECURITY_*, DD_API_KEY, DEFENDER_TYPE, FARGATE_TASK, INSTALL_BUNDLE, TW_*, WS_ADDRESS, AQUA_*, FALCONCTL_OPTS, LD_PRELOAD]
violation contains {"msg": msg, "field": fact.at} if {
	some override in _overrides
	some member in ["command", "environment", "environmentFiles"]
	found := value.get(override.value, member, [])
	not _none(found)
	not _of_another(override.value)
	fact := decisive.fact(array.concat([{"found": found, "at": $"{override.field}/{member}"}], _may_be_another(override.value)))
	msg := $"{member} of the agent's container {value.problem(fact.found, "is overridden")}"
}

# Where it is not known whether the container is the agent's.
violation contains {"msg": msg, "field": workload.pointer(i, "image")} if {
	some override in _overrides
	some member in ["command", "environment", "environmentFiles"]
	not _none(value.get(override.value, member, []))
	some i, container in workload.containers
	container.name == override.value.name
	value.unknown(container.image)
	msg := $"whether the overridden container {quote.of(container.name)} is the agent's {value.problem(container.image, "")}"
}

# A container without an entryPoint behind the wrapper loses its program with its command.
violation contains {"msg": msg, "field": $"{override.field}/command"} if {
	some override in _overrides
	value.get(override.value, "command", []) != []
	some container in workload.containers
	container.name == override.value.name
	agent.wrapped(container)
	count(container.entryPoint) == 1
	msg := $"the command of container {quote.of(container.name)} is overridden, and it holds what the agent's wrapper starts"
}

# Where it is not known whether the container starts under the wrapper.
violation contains {"msg": msg, "field": workload.pointer(i, "entryPoint/0")} if {
	some override in _overrides
	value.get(override.value, "command", []) != []
	some i, container in workload.containers
	container.name == override.value.name
	words := value.list(container, "entryPoint")
	count(words) == 1
	value.unknown(words[0])
	msg := $"whether container {quote.of(container.name)} starts under an agent's wrapper {value.problem(words[0], "")}"
}

violation contains {"msg": msg, "field": $"{override.field}/environment/{i}/name"} if {
	some override in _overrides
	some i, variable in value.list(override.value, "environment")
	name := value.get(variable, "name", value.malformed)
	not _harmless(name)
	msg := $"the variable {value.problem(name, $"{quote.of(name)} steers a runtime agent, and is overridden")}"
}

_overrides := [override |
	setting := launch.setting("overrides", {})
	some i, found in value.list(setting.value, "containerOverrides")
	override := {"value": found, "field": $"{setting.field}/containerOverrides/{i}"}
]

_none(found) if found == []

# True for an override of a container that is not the agent's.
_of_another(override) if {
	some container in value.list(workload.definition, "containerDefinitions")
	container.name == override.name
	not agent.among(container, parameter.list("agentImages", agent.repositories))
}

# The containers, one of which may not be known, be the overridden one and not the agent's. None where that one is known.
_may_be_another(override) := [] if {
	some container in value.list(workload.definition, "containerDefinitions")
	container.name == override.name
} else := [{"found": name, "at": workload.at($"containerDefinitions/{i}/name")} |
	some i, container in value.list(workload.definition, "containerDefinitions")
	name := value.get(container, "name", "")
]

_harmless(name) if {
	is_string(name)
	not _steers(name)
}

_steers(name) if {
	some pattern in parameter.list("protectedVariables", agent.variables)
	_like(name, pattern)
}

_like(name, pattern) if name == pattern

_like(name, pattern) if {
	endswith(pattern, "*")
	startswith(name, trim_suffix(pattern, "*"))
}
