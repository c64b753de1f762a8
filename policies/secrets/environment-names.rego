package policies.secrets["environment-names"]

import data.lib.parameter
import data.lib.quote
import data.lib.value
import data.lib.workload

# METADATA
# title: Environment variables are not named like secrets
# description: A value in `environment` is readable for everybody who may describe the task definition, in every revision, for ever. Judged by the ends of names; what the value is does not matter here.
# entrypoint: true
# custom:
#   severity: high
#   kinds: [TaskDefinition, Task, Service, TaskSet, DaemonTaskDefinition, Daemon, ExpressGatewayService]
#   remediation: Keep the value in Secrets Manager or Parameter Store, and name it in the container's `secrets`. Exchange a secret that has stood here.
#   references:
#     - securityhub/ECS.8
#     - config/ecs-no-environment-secrets
#     - controltower/CT.ECS.PR.12
#     - trivy/AWS-0036
#     - prowler/ecs_task_definitions_no_environment_secrets
#     - powerpipe/ecs_task_definition_container_environment_no_secret
#     - nirmata/validate-secret-env-variables
#   parameters:
#     deniedNames:
#       description: Names, in any case, with `-` or `.` for `_` as well; one that begins with `*` stands for every name that ends like it.
#       default: [AWS_ACCESS_KEY_ID, SECRET_KEY_BASE, ECS_ENGINE_AUTH_DATA, "*ACCESS_KEY", "*ACCESSKEY", "*API_KEY", "*APIKEY", "*CREDENTIALS", "*ENCRYPTION_KEY", "*PASSPHRASE", "*PASSWD", "*PASSWORD", "*PRIVATE_KEY", "*PRIVATEKEY", "*SECRET", "*SECRET_KEY", "*SECRETKEY", "*SIGNING_KEY", "*TOKEN", "*_PASS", "*_PWD"]
#     allowedNames: {description: Names that are no secrets after all; written like deniedNames., default: []}
#     ignoreContainers: {description: Names of containers that are not judged; `*` stands for anything., default: []}
#     ignoreImages: {description: Images whose containers are not judged; `*` stands for anything., default: []}
violation contains {"msg": msg, "field": field} if {
	some i, container in workload.containers
	some j, variable in value.list(container, "environment")
	found := value.get(variable, "name", value.malformed)
	not _allowed(found)
	msg := $"container {workload.name(container, i)}: the variable {value.problem(found, $"{quote.of(found)} is named like a secret")}"
	field := workload.pointer(i, $"environment/{j}/name")
}

_allowed(found) if {
	name := _plain(found)
	not _like_a_secret(name)
}

_like_a_secret(name) if {
	_among(name, _denied)
	not _among(name, _excepted)
}

_among(name, patterns) if {
	name in patterns.names
} else if {
	some ending in patterns.endings
	endswith(name, ending)
}

_denied := _sorted(parameter.list("deniedNames", [])) if {
	input.parameters.deniedNames
} else := {
	"names": {"AWS_ACCESS_KEY_ID", "ECS_ENGINE_AUTH_DATA", "SECRET_KEY_BASE"},
	"endings": [
		"ACCESS_KEY", "ACCESSKEY", "API_KEY", "APIKEY", "CREDENTIALS", "ENCRYPTION_KEY", "PASSPHRASE", "PASSWD", "PASSWORD",
		"PRIVATE_KEY", "PRIVATEKEY", "SECRET", "SECRET_KEY", "SECRETKEY", "SIGNING_KEY", "TOKEN", "_PASS", "_PWD",
	],
}

_excepted := _sorted(parameter.list("allowedNames", []))

_sorted(patterns) := {
	"names": {_plain(pattern) | some pattern in patterns; not startswith(pattern, "*")},
	"endings": [_plain(substring(pattern, 1, -1)) | some pattern in patterns; startswith(pattern, "*")],
}

_plain(name) := _joined(_joined(upper(trim_space(name)), "-"), ".")

_joined(name, mark) := concat("_", split(name, mark))
