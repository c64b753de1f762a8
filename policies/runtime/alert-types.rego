package policies.runtime["alert-types"]

import data.lib.alert
import data.lib.parameter
import data.lib.pattern

# METADATA
# title: No alert of a certain kind is raised about a running task
# description: >-
#   To deny is to respond to the alert. The rules and types of findings listed by default are those that hardly ever have an innocent reason: programs that were not in the image, coin miners, reverse shells, and ways out of a container. What anybody outside can provoke, such as a port scan, is flagged and no more, also where it is listed.
# entrypoint: true
# custom:
#   severity: critical
#   kinds: [RuntimeAlert]
#   remediation: Take the container for compromised. Look for how it was entered, and replace what it could read.
#   references: []
#   parameters:
#     types:
#       description: Rules of Falco's and types of GuardDuty's findings; `*` stands for anything.
#       default:
#         - Drop and execute new binary in container
#         - Detect release_agent File Container Escapes
#         - Fileless execution via memfd_create
#         - CryptoCurrency:Runtime/*
#         - Impact:Runtime/CryptoMinerExecuted
#         - Backdoor:Runtime/C&CActivity*
#         - Execution:Runtime/ReverseShell
#         - Execution:Runtime/MaliciousFileExecuted*
#         - Execution:ECS/MaliciousFile
#         - PrivilegeEscalation:Runtime/RuncContainerEscape
#         - PrivilegeEscalation:Runtime/CGroupsReleaseAgentModified
#         - DefenseEvasion:Runtime/FilelessExecution
#         - AttackSequence:ECS/*
#     response:
#       description: What is done at most, within TASKGATE_RUNTIME_RESPONSE. Each of flag, stop, rollback, scaleToZero, quarantine does what those before it do.
#       default: stop
#       schema: {enum: [flag, stop, rollback, scaleToZero, quarantine]}
#     minimumHealthy: {description: How many other tasks of a service must be running for one to be stopped; with fewer it is flagged. For `stop` alone., default: 1}
#     stopsPerHour: {description: How many tasks of a service are stopped in an hour before the next is flagged. For `stop` alone., default: 3}
#     ignoreTypes: {description: Rules and types of findings that are left alone; `*` stands for anything., default: []}
#     ignoreContainers: {description: Names of containers that are left alone; `*` stands for anything., default: []}
violation contains {"msg": alert.told, "field": "/type", "details": {"response": alert.response}} if {
	not alert.excluded
	pattern.like(alert.type, parameter.list("types", _types))
}

_types := [
	"Drop and execute new binary in container", "Detect release_agent File Container Escapes",
	"Fileless execution via memfd_create", "CryptoCurrency:Runtime/*", "Impact:Runtime/CryptoMinerExecuted",
	"Backdoor:Runtime/C&CActivity*", "Execution:Runtime/ReverseShell", "Execution:Runtime/MaliciousFileExecuted*",
	"Execution:ECS/MaliciousFile", "PrivilegeEscalation:Runtime/RuncContainerEscape",
	"PrivilegeEscalation:Runtime/CGroupsReleaseAgentModified", "DefenseEvasion:Runtime/FilelessExecution",
	"AttackSequence:ECS/*",
]
