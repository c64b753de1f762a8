package policies.runtime["instrument-generic"]

import data.lib.instrument
import data.lib.instrument_agent
import data.lib.parameter

# METADATA
# title: Containers start under an agent of one's own
# description: >-
#   On Fargate there is no host to put an agent on. This is for agents that no other policy knows, which wrap what each container starts and come from a container beside it, by `volumesFrom` or over a volume. A constraint with `mutate: true` puts it there; without, each container that lacks it is a violation. Nothing is asked before the constraint gives the parameters.
# entrypoint: true
# custom:
#   severity: high
#   kinds: [TaskDefinition, Task, Service, TaskSet]
#   evidence: [config]
#   remediation: >-
#     Let Taskgate add the agent, with `mutate: true` or `taskgate instrument --vendor generic`; docs/instrumentation.md says what to do where it cannot.
#   references: []
#   parameters:
#     vendor: {description: How messages call whoever makes the agent., default: the vendor, schema: {type: string}}
#     agentImage: {description: Image of the agent; best pinned by its digest., default: "", schema: {type: string}}
#     prefix: {description: "What goes before a container's entryPoint, such as [/agent/run, --].", default: []}
#     agentName: {description: Name of the agent's container., default: runtime-agent}
#     agentEntryPoint: {description: entryPoint of the agent's container; empty leaves its image's own., default: []}
#     agentCommand: {description: command of the agent's container; empty leaves its image's own., default: []}
#     agentEnvironment: {description: Variables of the agent's container by name., default: {}, schema: {type: object}}
#     agentSecrets: {description: ARNs of secrets of the agent's container by the variable's name., default: {}, schema: {type: object}}
#     agentEssential: {description: Whether the task stops with the agent., default: false}
#     environment: {description: "Variables of each wrapped container by name; {container}, {image} and {family} are filled in.", default: {}, schema: {type: object}}
#     secrets: {description: ARNs of secrets of each wrapped container by the variable's name., default: {}, schema: {type: object}}
#     capabilities: {description: Capabilities that each wrapped container is given., default: [SYS_PTRACE]}
#     sharedPath: {description: Where the agent's files are mounted from a volume that both share; empty takes `volumesFrom`., default: "", schema: {type: string}}
#     readOnly: {description: Whether wrapped containers may only read the agent's files., default: true}
#     dependency:
#       description: What a wrapped container waits for in the agent's; empty waits for nothing.
#       default: ""
#       schema: {type: string, enum: ["", START, COMPLETE, SUCCESS]}
#     pidMode: {description: What the agent needs as pidMode., default: "", schema: {type: string, enum: ["", task]}}
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

_name := parameter.get("agentName", "runtime-agent")

_path := parameter.get("sharedPath", "")

_prefix := parameter.list("prefix", [])

_profile := {
	"vendor": "generic",
	"title": parameter.get("vendor", "the vendor"),
	"wrappers": array.slice(_prefix, 0, 1),
	"prefix": _prefix,
	"architectures": parameter.list("architectures", ["X86_64"]),
	"pidMode": parameter.get("pidMode", ""),
	"marker": parameter.get("markerTag", ""),
	"needed": {"agentImage": _image, "prefix": _prefix},
	"arns": object.union({"agentCredentials": parameter.get("agentCredentials", "")}, _arns),
	"container": {
		"capabilities": parameter.list("capabilities", ["SYS_PTRACE"]),
		"environment": _variables(parameter.get("environment", {})),
		"secrets": _secrets(parameter.get("secrets", {})),
		"volumesFrom": [{"sourceContainer": _name, "readOnly": parameter.get("readOnly", true)} | _path == ""],
		"mountPoints": _mount(parameter.get("readOnly", true)),
		"dependsOn": [{"containerName": _name, "condition": condition} |
			condition := parameter.get("dependency", "")
			condition != ""
		],
	},
	"volumes": [_name | _path != ""],
	"sidecars": [{"repositories": [], "definition": instrument_agent.container(object.union(_words, {
		"name": _name,
		"image": _image,
		"essential": parameter.get("agentEssential", false),
		"environment": _variables(parameter.get("agentEnvironment", {})),
		"secrets": _secrets(parameter.get("agentSecrets", {})),
		"mountPoints": _mount(false),
	}))}],
}

_words := {member: words |
	some member, words in {"entryPoint": parameter.list("agentEntryPoint", []), "command": parameter.list("agentCommand", [])}
	words != []
}

_arns[$"{of}/{name}"] := arn if {
	some of in ["secrets", "agentSecrets"]
	some name, arn in parameter.get(of, {})
}

_variables(by_name) := [{"name": name, "value": by_name[name]} | some name in sort(object.keys(by_name))]

_secrets(by_name) := [{"name": name, "valueFrom": by_name[name]} | some name in sort(object.keys(by_name))]

_mount(read_only) := [{"sourceVolume": _name, "containerPath": _path, "readOnly": read_only} | _path != ""]
