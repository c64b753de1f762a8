package policies.logging["non-blocking"]

import data.lib.parameter
import data.lib.quote
import data.lib.value
import data.lib.workload

# METADATA
# title: Log delivery does not block the application
# description: >-
#   With `blocking`, an application stops where it writes when its log cannot be delivered. Since 2025-06-25 ECS takes non-blocking where `mode` is not given, unless the account setting defaultLogDriverMode says otherwise, which a request does not show. Non-blocking loses what its buffer cannot hold: where the log is evidence, ask for `blocking`.
# entrypoint: true
# custom:
#   severity: low
#   kinds: [TaskDefinition, Task, Service, TaskSet, DaemonTaskDefinition, Daemon]
#   remediation: Set `mode` to non-blocking and `max-buffer-size` to 25m in the options of the log configuration.
#   references: [prowler/ecs_task_definitions_logging_block_mode, containersonaws/non-blocking]
#   parameters:
#     mode:
#       description: The mode that is asked for.
#       default: "non-blocking"
#       schema: {type: string, enum: [non-blocking, blocking]}
#     requireMode: {description: Ask for the mode even where the account has a default., default: false}
#     minBufferSize:
#       description: The smallest `max-buffer-size` of non-blocking delivery, in MiB; 10 is the default of ECS.
#       default: 0
#       schema: {type: number, minimum: 0}
#     ignoreContainers: {description: Names of containers that are not judged; `*` stands for anything., default: []}
#     ignoreImages: {description: Images whose containers are not judged; `*` stands for anything., default: []}
violation contains {"msg": msg, "field": field} if {
	some i, container in workload.containers
	options := _options(container)
	found := value.get(options, "mode", _by_default)
	not _allowed(found)
	msg := $"container {workload.name(container, i)}: the log mode {value.problem(found, $"is {_said(found)}, not {_mode}")}"
	field := workload.pointer(i, "logConfiguration/options/mode")
}

violation contains {"msg": msg, "field": field} if {
	_mode == "non-blocking"
	parameter.get("minBufferSize", 0) > 0
	some i, container in workload.containers
	found := value.get(_options(container), "max-buffer-size", "10m")
	not _large_enough(found)
	msg := $"container {workload.name(container, i)}: the log buffer {value.problem(found, "is too small, or of no known size")}"
	field := workload.pointer(i, "logConfiguration/options/max-buffer-size")
}

# Undefined for a container that logs nowhere.
_options(container) := value.get(configuration, "options", {}) if {
	configuration := value.get(container, "logConfiguration", {})
	configuration != {}
}

_mode := parameter.get("mode", "non-blocking")

_by_default := "" if {
	parameter.get("requireMode", false) == true
} else := "non-blocking"

_allowed(found) if found == _mode

_said(found) := "not set" if {
	found == ""
} else := quote.of(found)

# As Docker reads sizes: a number of bytes, or one with a unit.
_large_enough(found) if {
	size := trim_suffix(trim_suffix(lower(trim_space(found)), "b"), "i")
	some unit, bytes in {"": 1, "k": 1024, "m": 1048576, "g": 1073741824}
	endswith(size, unit)
	number := trim_suffix(size, unit)
	trim(number, "0123456789") == ""
	to_number(number) * bytes >= parameter.get("minBufferSize", 0) * 1048576
}
