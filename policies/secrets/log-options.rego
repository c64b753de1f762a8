package policies.secrets["log-options"]

import data.lib.credential
import data.lib.parameter
import data.lib.pattern
import data.lib.value
import data.lib.workload

# METADATA
# title: Log options do not hold secrets
# description: A token in `logConfiguration.options` is readable for everybody who may describe the task definition, in every revision, for ever. Judged by the option's name and by the known forms of keys in its value; `${NAME}` of a log router's own environment is none.
# entrypoint: true
# custom:
#   severity: high
#   kinds: [TaskDefinition, Task, Service, TaskSet, DaemonTaskDefinition, Daemon]
#   remediation: Name the option in `secretOptions`, with the secret's ARN. Exchange the token that stood here.
#   references: []
#   parameters:
#     allowedOptions:
#       description: Names of options that are no secrets after all, in lower case; `*` stands for anything.
#       default: []
#     ignoreContainers: {description: Names of containers that are not judged; `*` stands for anything., default: []}
#     ignoreImages: {description: Images whose containers are not judged; `*` stands for anything., default: []}
violation contains {"msg": msg, "field": field} if {
	some i, container in workload.containers
	options := value.get(value.get(container, "logConfiguration", {}), "options", {})
	not _readable(options)
	msg := $"container {workload.name(container, i)}: the log options {value.problem(options, "cannot be read")}"
	field := workload.pointer(i, "logConfiguration/options")
}

violation contains {"msg": msg, "field": field} if {
	some i, container in workload.containers
	options := value.get(value.get(container, "logConfiguration", {}), "options", {})
	_readable(options)
	some name, found in options
	kind := _kind(name, found)
	msg := $"container {workload.name(container, i)}: the log option {name} {value.problem(found, $"holds {kind}")}"
	field := workload.pointer(i, $"logConfiguration/options/{replace(replace(name, "~", "~0"), "/", "~1")}")
}

_readable(options) if {
	is_object(options)
	not value.unknown(options)
}

# What an option holds; undefined when that is harmless. A text that is not known yet is judged when it is.
_kind(name, found) := kind if {
	kind := _looks_like(name, found)
	not pattern.like(lower(name), parameter.list("allowedOptions", []))
}

_looks_like(name, found) := "a secret" if {
	_secret(concat("_", split(lower(name), "-")))
	not _refers(found)
} else := credential.kind(found)

_secret(name) if {
	some ending in [
		"token", "apikey", "api_key", "license_key", "licensekey", "shared_key", "access_key", "secret_key", "account_key", "password",
		"passwd", "secret", "passphrase",
	]
	endswith(name, ending)
}

# `${NAME}`: the log router reads its own environment.
_refers(found) if {
	startswith(found, "${")
	endswith(found, "}")
}
