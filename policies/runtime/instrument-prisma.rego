package policies.runtime["instrument-prisma"]

import data.lib.agent
import data.lib.instrument
import data.lib.instrument_agent
import data.lib.parameter
import data.lib.value
import data.lib.workload

# METADATA
# title: Containers start under Prisma Cloud's Defender
# description: >-
#   On Fargate there is no host to put an agent on, so Prisma Cloud's Defender wraps what each container starts, with SYS_PTRACE and the files of a container beside it. A constraint with `mutate: true` puts it there; without, each container that lacks it is a violation. Nothing is asked before the constraint gives the parameters.
# entrypoint: true
# custom:
#   severity: high
#   kinds: [TaskDefinition, Task, Service, TaskSet]
#   evidence: [config]
#   remediation: >-
#     Let Taskgate add the agent, with `mutate: true` or `taskgate instrument --vendor prisma`; docs/instrumentation.md says what to do where it cannot.
#   references: []
#   parameters:
#     agentImage: {description: Image of the Defender; best pinned by its digest., default: "", schema: {type: string}}
#     consoleAddress: {description: "Address of the console, such as wss://console.example:443.", default: "", schema: {type: string}}
#     installBundleSecret: {description: ARN of the secret that holds the install bundle., default: "", schema: {type: string}}
#     agentEssential: {description: Whether the task stops with the agent., default: true}
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

_image := parameter.get("agentImage", "")

_console := parameter.get("consoleAddress", "")

_bundle := parameter.get("installBundleSecret", "")

_profile := {
	"vendor": "prisma",
	"title": "Prisma Cloud",
	"wrappers": agent.vendors.prisma.wrappers,
	"prefix": ["/var/lib/twistlock/fargate/defender", "fargate", "entrypoint"],
	"architectures": parameter.list("architectures", ["X86_64"]),
	"pidMode": "",
	"marker": parameter.get("markerTag", ""),
	"needed": {"agentImage": _image, "consoleAddress": _console, "installBundleSecret": _bundle},
	"arns": {"installBundleSecret": _bundle, "agentCredentials": parameter.get("agentCredentials", "")},
	"container": {
		"capabilities": ["SYS_PTRACE"],
		"environment": [
			{"name": "TW_IMAGE_NAME", "value": "{image}"},
			{"name": "TW_CONTAINER_NAME", "value": "{container}"},
			{"name": "DEFENDER_TYPE", "value": "fargate"},
			{"name": "FARGATE_TASK", "value": "{family}"},
		],
		"secrets": [],
		"volumesFrom": [{"sourceContainer": "TwistlockDefender", "readOnly": false}],
		"mountPoints": [],
		"dependsOn": [{"containerName": "TwistlockDefender", "condition": "START"}],
	},
	"volumes": [],
	"sidecars": [{
		"repositories": agent.vendors.prisma.repositories,
		"definition": instrument_agent.container({
			"name": "TwistlockDefender",
			"image": _image,
			"essential": parameter.get("agentEssential", true),
			"entryPoint": ["/usr/local/bin/defender", "fargate", "sidecar"],
			"environment": [
				{"name": "DEFENDER_TYPE", "value": "fargate"},
				{"name": "FARGATE_TASK", "value": value.get(workload.definition, "family", "")},
				{"name": "WS_ADDRESS", "value": _console},
			],
			"secrets": [{"name": "INSTALL_BUNDLE", "valueFrom": _bundle}],
		}),
	}],
}
