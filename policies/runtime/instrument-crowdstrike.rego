package policies.runtime["instrument-crowdstrike"]

import data.lib.agent
import data.lib.instrument
import data.lib.instrument_agent
import data.lib.parameter

# METADATA
# title: Containers start under CrowdStrike's Falcon sensor
# description: >-
#   On Fargate there is no host to put a sensor on, so CrowdStrike's wraps what each container starts, with SYS_PTRACE and from a volume that a first container fills. A constraint with `mutate: true` puts it there; without, each container that lacks it is a violation. Nothing is asked before the constraint gives the parameters.
# entrypoint: true
# custom:
#   severity: high
#   kinds: [TaskDefinition, Task, Service, TaskSet]
#   evidence: [config]
#   remediation: >-
#     Let Taskgate add the agent, with `mutate: true` or `taskgate instrument --vendor crowdstrike`; docs/instrumentation.md says what to do where it cannot.
#   references: []
#   parameters:
#     agentImage: {description: Image of the Falcon container sensor; best pinned by its digest., default: "", schema: {type: string}}
#     cid: {description: Customer id with its checksum., default: "", schema: {type: string}}
#     falconctlOptions: {description: "More options for falconctl, such as --tags=web.", default: "", schema: {type: string}}
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

_cid := parameter.get("cid", "")

_volume := "crowdstrike-falcon-volume"

_path := "/tmp/CrowdStrike"

_profile := {
	"vendor": "crowdstrike",
	"title": "CrowdStrike",
	"wrappers": agent.vendors.crowdstrike.wrappers,
	"prefix": [
		"/tmp/CrowdStrike/rootfs/lib64/ld-linux-x86-64.so.2", "--library-path", "/tmp/CrowdStrike/rootfs/lib64",
		"/tmp/CrowdStrike/rootfs/bin/bash", "/tmp/CrowdStrike/rootfs/entrypoint-ecs.sh",
	],
	"architectures": ["X86_64"],
	"pidMode": "",
	"marker": parameter.get("markerTag", ""),
	"needed": {"agentImage": _image, "cid": _cid},
	"arns": {"agentCredentials": parameter.get("agentCredentials", "")},
	"container": {
		"capabilities": ["SYS_PTRACE"],
		"environment": [{"name": "FALCONCTL_OPTS", "value": trim_space($"--cid={_cid} {parameter.get("falconctlOptions", "")}")}],
		"secrets": [],
		"volumesFrom": [],
		"mountPoints": [{"sourceVolume": _volume, "containerPath": _path, "readOnly": true}],
		"dependsOn": [{"containerName": "crowdstrike-falcon-init-container", "condition": "COMPLETE"}],
	},
	"writable": {"prefix": "crowdstrike-private-", "path": "/tmp/CrowdStrike-private"},
	"volumes": [_volume],
	"sidecars": [{
		"repositories": agent.vendors.crowdstrike.repositories,
		"definition": instrument_agent.container({
			"name": "crowdstrike-falcon-init-container",
			"image": _image,
			"essential": false,
			"user": "0:0",
			"entryPoint": ["/bin/bash", "-c", _copies],
			"mountPoints": [{"sourceVolume": _volume, "containerPath": _path, "readOnly": false}],
		}),
	}],
}

# What CrowdStrike's own patching utility has the container do.
_copies := concat(" && ", [
	"chmod u+rwx /tmp/CrowdStrike",
	"mkdir /tmp/CrowdStrike/rootfs",
	"cp -r /bin /etc /lib64 /usr /entrypoint-ecs.sh /tmp/CrowdStrike/rootfs",
	"chmod -R a=rX /tmp/CrowdStrike",
])
