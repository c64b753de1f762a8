package policies.secrets["environment-values"]

import data.lib.credential
import data.lib.value
import data.lib.workload

# METADATA
# title: Environment variables do not hold secrets
# description: A key, token or password in `environment` is readable for everybody who may describe the task definition, in every revision, for ever. Found by the known forms of keys, not by entropy; a password alone looks like any other text, and is found by its variable's name only (`secrets/environment-names`).
# entrypoint: true
# custom:
#   severity: critical
#   kinds: [TaskDefinition, Task, Service, TaskSet, DaemonTaskDefinition, Daemon, ExpressGatewayService]
#   remediation: Keep the value in Secrets Manager or Parameter Store, and name it in the container's `secrets`. Exchange the secret that stood here.
#   references: [trivy/AWS-0036, prowler/ecs_task_definitions_no_environment_secrets, terrascan/AC_AWS_0095]
#   parameters:
#     ignoreContainers: {description: Names of containers that are not judged; `*` stands for anything., default: []}
#     ignoreImages: {description: Images whose containers are not judged; `*` stands for anything., default: []}
violation contains {"msg": msg, "field": field} if {
	some i, container in workload.containers
	some j, variable in value.list(container, "environment")
	found := value.get(variable, "value", "")
	kind := credential.kind(found)
	msg := $"container {workload.name(container, i)}: the value of {_name(variable)} {value.problem(found, $"looks like {kind}")}"
	field := workload.pointer(i, $"environment/{j}/value")
}

_name(variable) := variable.name if {
	is_string(variable.name)
} else := "an environment variable"
