# What a runtime alert says, and how far one may go because of it. Its words may be an attacker's; whoever it comes from, an outsider must
# not be able to have tasks stopped at will.
package lib.alert

import data.lib.agent
import data.lib.parameter
import data.lib.pattern
import data.lib.quote
import data.lib.value

source := value.get(input.request.object, "source", value.malformed)

type := value.get(input.request.object, "type", value.malformed)

severity := value.get(input.request.object, "severity", {})

container := value.get(input.request.object, "container", {})

process := value.get(input.request.object, "process", {})

# What anybody who reaches a port can provoke: port scans, guessed passwords, connections from outside. In small letters.
outsiders := [
	"recon:*", "*portprobe*", "*portscan*", "*portsweep*", "*bruteforce*", "*port scan*", "*inbound connection*",
	"*ssh connection*",
]

# Rules that an agent which attaches to processes sets off itself.
ptrace := ["DefenseEvasion:Runtime/ProcessInjection.Ptrace", "DefenseEvasion:Runtime/PtraceAntiDebugging", "PTRACE *"]

# True for what no policy speaks of: what the constraint leaves out, and the agent's own noise.
excluded if pattern.like(type, parameter.list("ignoreTypes", []))

excluded if pattern.like(value.get(container, "name", ""), parameter.list("ignoreContainers", []))

excluded if {
	pattern.like(type, ptrace)
	some path in array.concat([value.get(process, "executable", "")], value.list(process, "ancestors"))
	path in agent.wrappers
}

outsider if pattern.like(lower(type), outsiders)

# The constraint's response, or only to flag it: what an outsider provokes, a service that would be left with too few tasks, and one
# that has lost enough of them.
response := "flag" if {
	outsider
} else := "flag" if {
	_asked == "stop"
	_spared
} else := _asked

_asked := parameter.get("response", "stop")

_spared if {
	service := input.request.context.service
	under_way := object.get(input.request.context, "stopsUnderWay", 0)
	(value.get(service, "runningCount", 0) - 1) - under_way < parameter.get("minimumHealthy", 1)
}

_spared if {
	input.request.context.service
	object.get(input.request.context, "priorStops", 0) >= parameter.get("stopsPerHour", 3)
}

# Who says what about which container, for a message.
told := $"{quote.of(source)} raises {quote.of(type)}, {quote.of(value.get(severity, "label", "severity unknown"))}{_where}"

_where := $", in container {quote.of(name)}" if {
	name := value.get(container, "name", null)
	is_string(name)
} else := ""
