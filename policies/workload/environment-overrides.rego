package policies.workload["environment-overrides"]

import data.lib.launch
import data.lib.parameter
import data.lib.pattern
import data.lib.quote
import data.lib.value
import data.lib.workload

# METADATA
# title: Tasks run with the environment of their task definition
# description: RunTask can set any environment variable of a container, and with LD_PRELOAD, NODE_OPTIONS, a proxy or a database host take it over. No review of the task definition sees it.
# entrypoint: true
# custom:
#   severity: medium
#   kinds: [Task]
#   remediation: Register a task definition with the variable; or list what may change in `allowedNames`.
#   references: []
#   parameters:
#     allowedNames: {description: Environment variables that RunTask may set; `*` stands for anything., default: []}
#     allowedFiles: {description: ARNs of environment files that RunTask may name; `*` stands for anything., default: []}
#     ignoreContainers: {description: Names of containers that are not judged; `*` stands for anything., default: []}
violation contains {"msg": msg, "field": $"{_overrides.field}/containerOverrides/{i}/environment/{j}/name"} if {
	some i, container in _overridden
	some j, variable in value.list(container, "environment")
	found := value.get(variable, "name", value.malformed)
	not pattern.like(found, parameter.list("allowedNames", []))
	msg := $"the environment of container {workload.name(container, i)} {value.problem(found, $"is overridden: {quote.of(found)}")}"
}

violation contains {"msg": msg, "field": $"{_overrides.field}/containerOverrides/{i}/environmentFiles/{j}/value"} if {
	some i, container in _overridden
	some j, file in value.list(container, "environmentFiles")
	found := value.get(file, "value", value.malformed)
	not pattern.like(found, parameter.list("allowedFiles", []))
	msg := $"the environment of container {workload.name(container, i)} {value.problem(found, $"is overridden by the file {quote.of(found)}")}"
}

_overrides := launch.setting("overrides", {})

_overridden := {i: container |
	some i, container in value.list(_overrides.value, "containerOverrides")
	not workload.ignored(container)
}
