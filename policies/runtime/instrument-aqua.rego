package policies.runtime["instrument-aqua"]

import data.lib.agent
import data.lib.instrument
import data.lib.instrument_agent
import data.lib.parameter

# METADATA
# title: Containers start under Aqua's MicroEnforcer
# description: >-
#   On Fargate there is no host to put an agent on, so Aqua's MicroEnforcer wraps what each container starts, and is loaded into its programs, from the files of a container beside it. A constraint with `mutate: true` puts it there; without, each container that lacks it is a violation. Nothing is asked before the constraint gives the parameters.
# entrypoint: true
# custom:
#   severity: high
#   kinds: [TaskDefinition, Task, Service, TaskSet]
#   evidence: [config]
#   remediation: >-
#     Let Taskgate add the agent, with `mutate: true` or `taskgate instrument --vendor aqua`; docs/instrumentation.md says what to do where it cannot.
#   references: []
#   parameters:
#     agentImage: {description: Image of the MicroEnforcer; best pinned by its digest., default: "", schema: {type: string}}
#     gatewayAddress: {description: "Address and port of the gateway, such as gateway.example:443.", default: "", schema: {type: string}}
#     tokenSecret: {description: ARN of the secret that holds the deployment token; each wrapped container gets it., default: "", schema: {type: string}}
#     agentEssential: {description: Whether the task stops with the container that brings the files., default: false}
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

_gateway := parameter.get("gatewayAddress", "")

_token := parameter.get("tokenSecret", "")

# Each container runs an enforcer of its own, which needs the token.
_profile := {
	"vendor": "aqua",
	"title": "Aqua",
	"wrappers": agent.vendors.aqua.wrappers,
	"prefix": ["/.aquasec/bin/microenforcer"],
	"architectures": parameter.list("architectures", ["X86_64"]),
	"pidMode": "",
	"marker": parameter.get("markerTag", ""),
	"needed": {"agentImage": _image, "gatewayAddress": _gateway, "tokenSecret": _token},
	"arns": {"tokenSecret": _token, "agentCredentials": parameter.get("agentCredentials", "")},
	"container": {
		"capabilities": [],
		"environment": [
			{"name": "AQUA_MICROENFORCER", "value": "1"},
			{"name": "AQUA_SERVER", "value": _gateway},
			{"name": "LD_PRELOAD", "value": "/.aquasec/bin/$PLATFORM/slklib.so"},
		],
		"secrets": [{"name": "AQUA_TOKEN", "valueFrom": _token}],
		"volumesFrom": [{"sourceContainer": "aqua-sidecar", "readOnly": false}],
		"mountPoints": [],
		"dependsOn": [],
	},
	"volumes": [],
	"sidecars": [{
		"repositories": agent.vendors.aqua.repositories,
		"definition": instrument_agent.container({
			"name": "aqua-sidecar",
			"image": _image,
			"essential": parameter.get("agentEssential", false),
		}),
	}],
}
