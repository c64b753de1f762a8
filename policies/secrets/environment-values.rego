package policies.secrets["environment-values"]

import data.lib.value
import data.lib.workload

# METADATA
# title: Environment variables do not hold secrets
# description: A key, token or password in `environment` is readable for everybody who may describe the task definition, in every revision, for ever.
# entrypoint: true
# custom:
#   severity: critical
#   kinds: [TaskDefinition, Task, Service, TaskSet, DaemonTaskDefinition]
#   remediation: Keep the value in Secrets Manager or Parameter Store, and name it in the container's `secrets`. Exchange the secret that stood here.
#   references: [trivy/AWS-0036, prowler/ecs_task_definitions_no_environment_secrets, terrascan/AC_AWS_0095]
#   parameters:
#     ignoreContainers: {description: Names of containers that are not judged; `*` stands for anything., default: []}
#     ignoreImages: {description: Images whose containers are not judged; `*` stands for anything., default: []}
violation contains {"msg": msg, "field": field} if {
	some i, container in workload.containers
	some j, variable in value.list(container, "environment")
	found := value.get(variable, "value", "")
	kind := _kind(found)
	msg := $"container {workload.name(container, i)}: the value of {_name(variable)} {value.problem(found, $"looks like {kind}")}"
	field := workload.pointer(i, $"environment/{j}/value")
}

_name(variable) := variable.name if {
	is_string(variable.name)
} else := "an environment variable"

# What the value looks like, undefined when it is harmless; never the value itself. A text that every match holds is looked for
# first: that is far cheaper than matching.
_kind(found) := "what cannot be read" if {
	not is_string(found)
} else := "a URL with a password" if {
	contains(found, "://")
	contains(found, "@")
	regex.match(`://[^/\s:@]*:([^/\s@$<{]|\$[^({A-Z_])[^/\s@]*@`, found)
} else := _token(found) if {
	count(found) >= 15
}

_token(found) := "an AWS access key" if {
	contains(found, "IA")
	regex.match(`\bA[KS]IA[A-Z0-9]{16}\b`, found)
} else := "a private key" if {
	contains(found, "PRIVATE KEY")
	regex.match(`-----BEGIN ([A-Z0-9]+ )*PRIVATE KEY`, found)
} else := "a JSON Web Token" if {
	contains(found, "eyJ")
	regex.match(`\beyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]`, found)
} else := _vendor_token(found)

_vendor_token(found) := "a GitHub token" if {
	contains(found, "gh")
	regex.match(`\b(gh[oprsu]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{22})`, found)
} else := "a GitLab token" if {
	contains(found, "glpat-")
	regex.match(`\bglpat-[A-Za-z0-9_-]{20}`, found)
} else := "a Slack token" if {
	contains(found, "xox")
	regex.match(`\bxox[abeoprs]-[A-Za-z0-9-]{10}`, found)
} else := "a Slack webhook" if {
	contains(found, "hooks.slack.com")
	regex.match(`hooks\.slack\.com/(services|workflows)/[A-Za-z0-9_/]{20}`, found)
} else := "a Stripe key" if {
	contains(found, "k_live_")
	regex.match(`\b[rs]k_live_[A-Za-z0-9]{16}`, found)
} else := "a Google API key" if {
	contains(found, "AIza")
	regex.match(`\bAIza[A-Za-z0-9_-]{35}`, found)
} else := "an npm token" if {
	contains(found, "npm_")
	regex.match(`\bnpm_[A-Za-z0-9]{36}`, found)
}
