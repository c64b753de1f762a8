package policies.secrets["environment-files"]

import data.lib.arn
import data.lib.parameter
import data.lib.pattern
import data.lib.value
import data.lib.workload

# METADATA
# title: Environment files come from allowed buckets
# description: Whoever may write the file sets the container's variables, without a new revision and without a review; RunTask can name another one. What stands in the file is not seen.
# entrypoint: true
# custom:
#   severity: medium
#   kinds: [TaskDefinition, Task, Service, TaskSet, DaemonTaskDefinition, Daemon]
#   remediation: List the bucket in `allowedBuckets`, or name the variables in the task definition.
#   references: []
#   parameters:
#     allowedBuckets: {description: Names of S3 buckets; `*` stands for anything., default: []}
#     ignoreContainers: {description: Names of containers that are not judged; `*` stands for anything., default: []}
#     ignoreImages: {description: Images whose containers are not judged; `*` stands for anything., default: []}
violation contains {"msg": msg, "field": field} if {
	some i, container in workload.containers
	some j, file in value.list(container, "environmentFiles")
	found := value.get(file, "value", value.malformed)
	not _from_allowed_bucket(found)
	msg := $"container {workload.name(container, i)}: the environment file {value.problem(found, _problem(found))}"
	field := workload.pointer(i, $"environmentFiles/{j}/value")
}

violation contains {"msg": msg, "field": field} if {
	some i, container in workload.containers
	some j, file in value.list(container, "environmentFiles")
	found := value.get(file, "type", value.malformed)
	not _allowed(found)
	msg := $"container {workload.name(container, i)}: the type of an environment file {value.problem(found, "is not s3")}"
	field := workload.pointer(i, $"environmentFiles/{j}/type")
}

_from_allowed_bucket(found) if pattern.like(arn.bucket(found), parameter.list("allowedBuckets", []))

_allowed("s3")

_problem(found) := $"comes from the bucket {bucket}" if {
	bucket := arn.bucket(found)
} else := "is no object in S3"
