package policies.fargate["platform-version"]

import data.lib.fargate
import data.lib.launch
import data.lib.parameter
import data.lib.quote
import data.lib.value
import data.lib.workload

# METADATA
# title: Tasks run on the newest platform version of Fargate
# description: Platform versions before Linux 1.4.0 are retired or on their way, lack the newer isolation, and get no security patches. Unset is LATEST. Checkov passes LATEST alone; leave the numbers out of the parameters for that. Not applicable where the task does not run on Fargate.
# entrypoint: true
# custom:
#   severity: medium
#   kinds: [Task, Service, TaskSet]
#   remediation: Remove `platformVersion`, or set it to LATEST.
#   references:
#     - securityhub/ECS.10
#     - config/ecs-fargate-latest-platform-version
#     - controltower/CT.ECS.PR.1
#     - checkov/CKV_AWS_332
#     - prowler/ecs_service_fargate_latest_platform_version
#     - powerpipe/ecs_service_fargate_using_latest_platform_version
#     - powerpipe/ecs_service_fargate_uses_latest_version
#     - cloudsploit/ecsFargatePlatformVersion
#     - nirmata/check-ecs-service-on-latest-fargate
#     - kyverno/required-latest-platform-fargate
#   parameters:
#     linuxVersions: {description: Platform versions that Linux tasks may ask for., default: [LATEST, 1.4.0]}
#     windowsVersions: {description: Platform versions that Windows tasks may ask for., default: [LATEST, 1.0.0]}
violation contains {"msg": msg, "field": setting.field} if {
	fargate.applies
	setting := launch.setting("platformVersion", "LATEST")
	not _allowed(setting.value)
	msg := $"platformVersion {value.problem(setting.value, $"is {quote.of(setting.value)}{_retired(setting.value)}")}"
}

# The answer is another for Linux and Windows, and nobody can tell which it is.
violation contains {"msg": msg, "field": workload.at("runtimePlatform/operatingSystemFamily")} if {
	fargate.applies
	setting := launch.setting("platformVersion", "LATEST")
	value.unknown(_family)
	_differs(setting.value)
	msg := $"whether platformVersion fits the operating system {value.problem(_family, "")}"
}

violation contains found if some found in fargate.otherwise

_allowed(version) if {
	workload.windows
	version in _for_windows
}

_allowed(version) if {
	not workload.windows
	version in _for_linux
}

# Where nobody knows which it is, what one of them may have is not refused outright.
_allowed(version) if {
	value.unknown(_family)
	version in _for_windows
}

_differs(version) if {
	version in _for_windows
	not version in _for_linux
}

_differs(version) if {
	version in _for_linux
	not version in _for_windows
}

_for_linux := parameter.list("linuxVersions", ["LATEST", "1.4.0"])

_for_windows := parameter.list("windowsVersions", ["LATEST", "1.0.0"])

_family := value.get(value.get(workload.definition, "runtimePlatform", {}), "operatingSystemFamily", "LINUX")

_retired(version) := ", which is retired" if {
	not workload.windows
	version in {"1.0.0", "1.1.0", "1.2.0", "1.3.0"}
} else := ", not one that is allowed"
