package policies.runtime["instrument-datadog"]

import data.lib.agent
import data.lib.instrument
import data.lib.instrument_agent
import data.lib.parameter

# METADATA
# title: Containers start under Datadog's Workload Protection
# description: >-
#   On Fargate Datadog's agent cannot use eBPF, so a program of it traces what each container starts, with SYS_PTRACE and from a volume that a first container fills. A constraint with `mutate: true` puts it there; without, each container that lacks it is a violation. Nothing is asked before the constraint gives the parameters.
# entrypoint: true
# custom:
#   severity: high
#   kinds: [TaskDefinition, Task, Service, TaskSet]
#   evidence: [config]
#   remediation: >-
#     Let Taskgate add the agent, with `mutate: true` or `taskgate instrument --vendor datadog`; docs/instrumentation.md says what to do where it cannot.
#   references: []
#   parameters:
#     agentImage: {description: Image of the agent; best pinned by its digest., default: "", schema: {type: string}}
#     instrumentationImage: {description: Image of cws-instrumentation; best pinned by its digest., default: "", schema: {type: string}}
#     apiKeySecret: {description: ARN of the secret that holds the API key., default: "", schema: {type: string}}
#     site: {description: Datadog's site., default: datadoghq.com}
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

_tracer := parameter.get("instrumentationImage", "")

_key := parameter.get("apiKeySecret", "")

_volume := "cws-instrumentation-volume"

_path := "/cws-instrumentation-volume"

_profile := {
	"vendor": "datadog",
	"title": "Datadog",
	"wrappers": agent.vendors.datadog.wrappers,
	"prefix": ["/cws-instrumentation-volume/cws-instrumentation", "trace", "--"],
	"architectures": parameter.list("architectures", ["X86_64"]),
	"pidMode": "task",
	"marker": parameter.get("markerTag", ""),
	"needed": {"agentImage": _image, "instrumentationImage": _tracer, "apiKeySecret": _key},
	"arns": {"apiKeySecret": _key, "agentCredentials": parameter.get("agentCredentials", "")},
	"container": {
		"capabilities": ["SYS_PTRACE"],
		"environment": [],
		"secrets": [],
		"volumesFrom": [],
		"mountPoints": [{"sourceVolume": _volume, "containerPath": _path, "readOnly": true}],
		"dependsOn": [
			{"containerName": "datadog-agent", "condition": "HEALTHY"},
			{"containerName": "cws-instrumentation-init", "condition": "SUCCESS"},
		],
	},
	"volumes": [_volume],
	"sidecars": [_init, _agent],
}

_init := {
	"repositories": ["datadog/cws-instrumentation"],
	"definition": instrument_agent.container({
		"name": "cws-instrumentation-init",
		"image": _tracer,
		"essential": false,
		"user": "0",
		"command": ["/cws-instrumentation", "setup", "--cws-volume-mount", _path],
		"mountPoints": [{"sourceVolume": _volume, "containerPath": _path, "readOnly": false}],
	}),
}

# An agent that is there already, for metrics say, is switched on.
_agent := {
	"repositories": ["datadog/agent"],
	"switches": ["DD_RUNTIME_SECURITY_CONFIG_ENABLED", "DD_RUNTIME_SECURITY_CONFIG_EBPFLESS_ENABLED"],
	"definition": instrument_agent.container({
		"name": "datadog-agent",
		"image": _image,
		"essential": parameter.get("agentEssential", true),
		"environment": [
			{"name": "DD_SITE", "value": parameter.get("site", "datadoghq.com")},
			{"name": "ECS_FARGATE", "value": "true"},
			{"name": "DD_RUNTIME_SECURITY_CONFIG_ENABLED", "value": "true"},
			{"name": "DD_RUNTIME_SECURITY_CONFIG_EBPFLESS_ENABLED", "value": "true"},
		],
		"secrets": [{"name": "DD_API_KEY", "valueFrom": _key}],
		"healthCheck": {"command": ["CMD-SHELL", "/probe.sh"], "interval": 30, "timeout": 5, "retries": 2, "startPeriod": 60},
	}),
}
