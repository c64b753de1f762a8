# Where containers send their output.
package lib.log

import data.lib.value
import data.lib.workload

# The log driver; empty where the container names none.
driver(container) := value.get(value.get(container, "logConfiguration", {}), "logDriver", "")

# The options of a container that logs by this driver; undefined for every other.
options(container, name) := value.get(container.logConfiguration, "options", {}) if driver(container) == name

# The violation for each container whose log driver nobody can tell, for the policies that judge one driver's options.
unreadable contains {"msg": msg, "field": field} if {
	some i, container in workload.containers
	found := driver(container)
	not is_string(found)
	msg := $"container {workload.name(container, i)}: the log driver {value.problem(found, "is no text")}"
	field := workload.pointer(i, "logConfiguration/logDriver")
}
