# What tells runtime threat detection inside a task: Sysdig, Falco, Datadog, Prisma Cloud, Aqua, CrowdStrike. GuardDuty's agent
# stands in no task definition, and one that is built into an image cannot be seen either.
package lib.agent

import data.lib.image
import data.lib.value
import data.lib.workload

# What is known of each vendor: the repositories of its agents (a mirror keeps the last names), and what a wrapped container's
# entryPoint begins with.
vendors := {
	"sysdig": {"repositories": ["sysdig/workload-agent"], "wrappers": ["/opt/draios/bin/instrument"]},
	"falco": {
		"repositories": ["falcosecurity/falco-userspace"],
		"wrappers": ["/vendor/falco/bin/launcher", "/kilt/launcher"],
	},
	"datadog": {
		"repositories": ["datadog/agent", "datadog/cws-instrumentation"],
		"wrappers": ["/cws-instrumentation-volume/cws-instrumentation"],
	},
	"prisma": {
		"repositories": ["twistlock/defender"],
		"wrappers": ["/var/lib/twistlock/fargate/defender", "/var/lib/twistlock/fargate/fargate_defender.sh"],
	},
	"aqua": {"repositories": ["microenforcer", "microenforcer-basic"], "wrappers": ["/.aquasec/bin/microenforcer"]},
	"crowdstrike": {
		"repositories": ["falcon-sensor", "falcon-container"],
		"wrappers": ["/tmp/CrowdStrike/rootfs/lib64/ld-linux-x86-64.so.2", "/tmp/CrowdStrike/rootfs/lib/ld-linux-aarch64.so.1"],
	},
}

repositories := [repository | some vendor in vendors; some repository in vendor.repositories]

wrappers := {wrapper | some vendor in vendors; some wrapper in vendor.wrappers}

# Variables that hold an agent's key to its vendor.
keys := ["SYSDIG_ACCESS_KEY", "DD_API_KEY", "INSTALL_BUNDLE", "AQUA_TOKEN"]

# Variables that steer an agent; `*` at the end stands for anything.
variables := [
	"SYSDIG_*", "__INSTRUMENTATION_WRAPPER", "__CW_LOG_GROUP", "DD_RUNTIME_SECURITY_*", "DD_API_KEY", "DEFENDER_TYPE",
	"FARGATE_TASK", "INSTALL_BUNDLE", "TW_*", "WS_ADDRESS", "AQUA_*", "FALCONCTL_OPTS", "LD_PRELOAD",
]

# True for a container whose image ends with one of the repositories.
among(container, names) if {
	repository := image.repository(container.image)
	some name in names
	_ends_with(repository, name)
}

_ends_with(repository, name) if {
	endswith(repository, name)
	endswith(repository, $"/{name}")
} else if {
	not is_string(name)
	endswith(repository, $"/{name}")
}

# True for a container that starts under an agent.
wrapped(container) if container.entryPoint[0] in wrappers

# {"found", "at"} of what tells the wrapper: the first word of the entryPoint, or what stands in its place; empty without any.
wrapper(container, i) := {"found": words, "at": workload.pointer(i, "entryPoint")} if {
	words := value.get(container, "entryPoint", [])
	not is_array(words)
} else := {"found": words[0], "at": workload.pointer(i, "entryPoint/0")} if {
	words := value.get(container, "entryPoint", [])
} else := {"found": "", "at": workload.pointer(i, "entryPoint")}

# Images that may be an agent's, for all that is known: {"value", "field"}.
unclear contains {"value": found, "field": workload.pointer(i, "image")} if {
	some i, container in workload.containers
	found := value.get(container, "image", value.malformed)
	value.unknown(found)
}
