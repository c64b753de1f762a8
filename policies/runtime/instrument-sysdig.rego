package policies.runtime["instrument-sysdig"]

import data.lib.agent
import data.lib.instrument
import data.lib.instrument_agent
import data.lib.parameter

# METADATA
# title: Containers start under Sysdig's workload agent
# description: >-
#   On Fargate there is no host to put an agent on, so Sysdig's (version 6 and later) wraps what each container starts, with SYS_PTRACE and the files of a container beside it. A constraint with `mutate: true` puts it there; without, each container that lacks it is a violation. Nothing is asked before the constraint gives the parameters.
# entrypoint: true
# custom:
#   severity: high
#   kinds: [TaskDefinition, Task, Service, TaskSet]
#   evidence: [config]
#   remediation: >-
#     Let Taskgate add the agent, with `mutate: true` or `taskgate instrument --vendor sysdig`; docs/instrumentation.md says what to do where it cannot.
#   references: []
#   parameters:
#     agentImage: {description: "Image of the workload agent. Sysdig's guides follow latest; pin it by its digest.", default: "quay.io/sysdig/workload-agent:latest", schema: {type: string}}
#     collectorHost: {description: Host of Sysdig's collector., default: "", schema: {type: string}}
#     collectorPort: {description: Port of Sysdig's collector., default: "6443", schema: {type: string}}
#     accessKeySecret: {description: ARN of the secret that holds the access key., default: "", schema: {type: string}}
#     priority:
#       description: With `security` a program waits for the agent's policies, and the task stops with the agent; with `availability` neither.
#       default: availability
#       schema: {type: string, enum: [availability, security]}
#     architectures: {description: CPU architectures that the agent's image is for., default: [X86_64]}
#     agentCpu: {description: CPU units of the agent's container; 0 states none., default: 0}
#     agentMemory: {description: Hard limit of the agent's container in MiB; 0 states none., default: 0}
#     agentMemoryReservation: {description: Memory reserved for the agent's container in MiB; 0 states none., default: 0}
#     agentLogConfiguration: {description: The logConfiguration of the agent's container., default: {}, schema: {type: object}}
#     agentCredentials: {description: ARN of the secret with which the agent's image is pulled., default: "", schema: {type: string}}
#     markerTag: {description: Key of a tag that names the vendor on what was instrumented; empty sets none., default: "", schema: {type: string}}
#     ignoreContainers: {description: Names of containers that are not judged; `*` stands for anything., default: []}
#     ignoreImages: {description: Images whose containers are not judged; `*` stands for anything., default: []}
violation contains member if some member in instrument.violations(_profile)

# METADATA
# entrypoint: true
patch := instrument.patch(_profile)

_image := given if {
	given := parameter.get("agentImage", "")
	given != ""
} else := "quay.io/sysdig/workload-agent:latest"

_collector := parameter.get("collectorHost", "")

_key := parameter.get("accessKeySecret", "")

_priority := parameter.get("priority", "availability")

# As Sysdig's manual instrumentation has it, with the collector in the place of the orchestrator.
_profile := {
	"vendor": "sysdig",
	"title": "Sysdig",
	"wrappers": agent.vendors.sysdig.wrappers,
	"prefix": ["/opt/draios/bin/instrument"],
	"architectures": parameter.list("architectures", ["X86_64"]),
	"pidMode": "task",
	"marker": parameter.get("markerTag", ""),
	"needed": {"collectorHost": _collector, "accessKeySecret": _key},
	"arns": {"accessKeySecret": _key, "agentCredentials": parameter.get("agentCredentials", "")},
	"container": {
		"capabilities": ["SYS_PTRACE"],
		"environment": [{"name": "SYSDIG_SIDECAR", "value": "auto"}],
		"secrets": [],
		"volumesFrom": [{"sourceContainer": "sysdigInstrumentation", "readOnly": true}],
		"mountPoints": [],
		"dependsOn": [],
	},
	"volumes": [],
	"sidecars": [{
		"repositories": agent.vendors.sysdig.repositories,
		"definition": instrument_agent.container({
			"name": "sysdigInstrumentation",
			"image": _image,
			"essential": _priority == "security",
			"environment": [
				{"name": "SYSDIG_COLLECTOR", "value": _collector},
				{"name": "SYSDIG_COLLECTOR_PORT", "value": parameter.get("collectorPort", "6443")},
				{"name": "SYSDIG_PRIORITY", "value": _priority},
				{"name": "SYSDIG_SIDECAR", "value": "auto"},
			],
			"secrets": [{"name": "SYSDIG_ACCESS_KEY", "valueFrom": _key}],
		}),
	}],
}
