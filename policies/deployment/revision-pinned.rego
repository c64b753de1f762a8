package policies.deployment["revision-pinned"]

import data.lib.decisive
import data.lib.deployment
import data.lib.launch
import data.lib.quote
import data.lib.value

# METADATA
# title: Launches name a revision of their task definition
# description: A family alone means its newest revision at the moment of the call, which may be another than the one that was reviewed. What ECS was asked about afterwards always shows the revision, so this finds families in files and in calls that are judged before they are made.
# entrypoint: true
# custom:
#   severity: low
#   kinds: [Task, Service, TaskSet, Daemon]
#   remediation: Write family:revision, or the ARN of the revision.
#   references: []
violation contains {"msg": msg, "field": fact.at} if {
	setting := launch.setting(_member, "")
	not _in_task_sets(setting.value)
	not _pinned(setting.value)
	fact := decisive.fact(_facts(setting))
	msg := $"the task definition {value.problem(fact.found, _flaw(setting.value))}"
}

_member := "daemonTaskDefinitionArn" if {
	input.request.kind == "Daemon"
} else := "taskDefinition"

_in_task_sets("") if {
	input.request.kind == "Service"
	launch.controller == "EXTERNAL"
}

_pinned(found) if {
	names := split(found, "/")
	[family, revision] := split(names[count(names) - 1], ":")
	family != ""
	to_number(revision) > 0
	not contains(revision, ".")
}

# Whether a service needs one depends on who deploys it.
_facts(setting) := [{"found": setting.value, "at": setting.field}, deployment.controller] if {
	setting.value == ""
} else := [{"found": setting.value, "at": setting.field}]

_flaw(found) := "is not named" if {
	found == ""
} else := $"{quote.of(found)} has no revision"
