# Why a task, or one of its containers, cannot be given an agent: set of {"msg", "field"}. Nothing is guessed, and nothing is
# instrumented by halves.
package lib.instrument_refusal

import data.lib.arn
import data.lib.instrument_container
import data.lib.instrument_patch
import data.lib.instrument_target
import data.lib.quote
import data.lib.value
import data.lib.workload

refusals(profile) := found if {
	found := (_parameters(profile) | _task(profile)) | _of_containers(profile)
	count(found) > 0
} else := _too_much(profile)

_parameters(profile) := {{"msg": $"the task cannot be instrumented with {profile.title}: {text}"} |
	some text in array.concat(
		[$"the constraint does not give the parameter {name}" | some name, given in profile.needed; given in {"", []}],
		[$"the parameter {name} is not the ARN of a secret or of a parameter in Parameter Store" |
			some name, given in profile.arns
			not _is_arn(given)
		],
	)
}

_is_arn(given) if given == ""

_is_arn(given) if arn.parts(given).service in {"secretsmanager", "ssm"}

_task(profile) := {{"msg": msg, "field": workload.at(problem.at)} |
	some problem in array.flatten([_platform(profile), _roles(profile), _unreadable, _names(profile)])
	msg := _message("the task", profile, problem)
}

_message(subject, profile, problem) := $"whether {subject} can be instrumented with {profile.title} {value.problem(problem.found, "")}" if {
	value.unknown(problem.found)
} else := $"{subject} cannot be instrumented with {profile.title}: {problem.text}"

_platform(profile) := [problem |
	platform := value.get(workload.definition, "runtimePlatform", {})
	some [of, at, otherwise, allowed, noun] in [
		[platform, "operatingSystemFamily", "LINUX", ["LINUX"], "operating system"],
		[platform, "cpuArchitecture", "X86_64", profile.architectures, "CPU architecture"],
		[workload.definition, "pidMode", "", ["", "task"], "pidMode"],
	]
	found := value.get(of, at, otherwise)
	not found in allowed
	where := concat("/", array.concat(["runtimePlatform" | at != "pidMode"], [at]))
	problem := {"found": found, "at": where, "text": $"its {noun} is {quote.of(found)}{_beside(profile, at)}"}
]

_beside(profile, "cpuArchitecture") := $", and the agent's image is for {concat(", ", profile.architectures)}"

_beside(_, "operatingSystemFamily") := ", and the agent is for Linux"

_beside(_, "pidMode") := ", and Fargate has no other than task"

_roles(profile) := [{"found": found, "at": "executionRoleArn", "text": "it has no executionRoleArn to fetch the agent's secrets with"} |
	count(object.keys(profile.arns)) > 0
	some given in profile.arns
	given != ""
	found := value.get(workload.definition, "executionRoleArn", "")
	not _is_role(found)
]

_is_role(found) if trim_space(found) != ""

# What is read of the task definition has to be known, and of the right type.
_unreadable := array.flatten([
	[{"found": found, "at": "family", "text": "its family is no text"} |
		found := value.get(workload.definition, "family", "")
		not is_string(found)
	],
	[{"found": found, "at": $"{member}/{i}/{key}", "text": $"{member}/{i}/{key} is no text"} |
		some [member, key] in [["volumes", "name"], ["containerDefinitions", "image"]]
		some i, entry in value.list(workload.definition, member)
		found := value.get(entry, key, value.malformed)
		not is_string(found)
	],
])

# A name that the agent needs, and another container or volume has.
_names(profile) := array.concat(
	[{"found": "", "at": $"containerDefinitions/{i}/name", "text": text} |
		some sidecar in instrument_target.missing(profile)
		some i, container in instrument_target.all
		container.name == sidecar.definition.name
		text := $"another container is called {sidecar.definition.name}, which the agent's needs to be"
	],
	[{"found": "", "at": $"volumes/{i}", "text": text} |
		some name in instrument_target.volumes(profile)
		some i, volume in value.list(workload.definition, "volumes")
		volume.name == name
		count(object.keys(object.remove(volume, ["name", "host"]))) + count(object.get(volume, "host", {})) > 0
		text := $"another volume is called {name}, which the agent's needs to be"
	],
)

_of_containers(profile) := {{"msg": msg, "field": workload.pointer(i, problem.at)} |
	some i, container in instrument_target.all
	some problem in instrument_container.problems(profile, i, container)
	msg := _message($"container {workload.name(container, i)}", profile, problem)
}

# ECS takes ten containers, and 64 KiB of JSON.
_too_much(profile) := {{"msg": msg, "field": workload.at("containerDefinitions")} |
	some text in array.concat(
		[$"it would have {containers} containers, and ECS takes 10" |
			containers := count(instrument_target.all) + count(instrument_target.missing(profile))
			containers > 10
		],
		[$"it would have about {bytes} bytes, and ECS takes 65536" |
			added := [bytes | some operation in instrument_patch.operations(profile); bytes := _bytes(operation)]
			bytes := _bytes(workload.definition) + sum(added)
			bytes > 65536
		],
	)
	msg := $"the task cannot be instrumented with {profile.title}: {text}"
}

# As compact JSON, about.
_bytes(found) := ((count(base64.encode(text)) * 3) / 4) - blanks if {
	text := sprintf("%v", [found])
	blanks := strings.count(text, "\": ") + strings.count(text, ", \"")
}
