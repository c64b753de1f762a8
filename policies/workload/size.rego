package policies.workload.size

import data.lib.parameter
import data.lib.quote
import data.lib.size
import data.lib.value
import data.lib.workload

# METADATA
# title: Tasks and containers stay within the allowed size
# description: A larger task than anybody needs costs money, and is what crypto miners ask for. Sizes are read in every spelling that ECS takes; a size that is not set is judged by workload/memory-limit.
# entrypoint: true
# custom:
#   severity: low
#   kinds: [TaskDefinition, Task, Service, TaskSet, DaemonTaskDefinition, Daemon]
#   remediation: Ask for less CPU or memory, or raise the limit for those who need more.
#   references: [gatecheck/cpu, iam/ecs:task-cpu, iam/ecs:task-memory]
#   parameters:
#     maxCpu: {description: Most CPU units of a task or of one container; 1024 are one vCPU., default: 8192, schema: {type: number, minimum: 0}}
#     maxMemory: {description: "Most memory of a task or of one container, in MiB.", default: 61440, schema: {type: number, minimum: 0}}
#     minTaskCpu: {description: Fewest CPU units of a task that says its size., default: 0, schema: {type: number, minimum: 0}}
#     minTaskMemory: {description: "Least memory of a task that says its size, in MiB.", default: 0, schema: {type: number, minimum: 0}}
#     ignoreContainers: {description: Names of containers that are not judged; `*` stands for anything., default: []}
#     ignoreImages: {description: Images whose containers are not judged; `*` stands for anything., default: []}
violation contains {"msg": msg, "field": workload.at(member)} if {
	some member, limit in _task
	found := value.get(workload.definition, member, "unset")
	not _within(member, found, limit)
	msg := $"the task's {member} {value.problem(found, $"{quote.of(found)} is not between {quote.of(limit.least)} and {quote.of(limit.most)}")}"
}

violation contains {"msg": msg, "field": field} if {
	some i, container in workload.containers
	some member, limit in _container
	found := value.get(container, member, "unset")
	not _within(member, found, limit)
	msg := $"the {member} of container {workload.name(container, i)} {value.problem(found, $"{quote.of(found)} is not between 0 and {quote.of(limit.most)}")}"
	field := workload.pointer(i, member)
}

_task := {"cpu": {"least": _min_cpu, "most": _max_cpu}, "memory": {"least": _min_memory, "most": _max_memory}}

_container := {
	"cpu": {"least": 0, "most": _max_cpu},
	"memory": {"least": 0, "most": _max_memory},
	"memoryReservation": {"least": 0, "most": _max_memory},
}

_max_cpu := parameter.get("maxCpu", 8192)

_max_memory := parameter.get("maxMemory", 61440)

_min_cpu := parameter.get("minTaskCpu", 0)

_min_memory := parameter.get("minTaskMemory", 0)

_within(_, "unset", _)

_within("cpu", found, limit) if _between(size.cpu(found), limit)

_within(member, found, limit) if {
	member in {"memory", "memoryReservation"}
	_between(size.memory(found), limit)
}

_between(amount, limit) if {
	is_number(limit.least)
	is_number(limit.most)
	amount >= limit.least
	amount <= limit.most
}
