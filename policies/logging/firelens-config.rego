package policies.logging["firelens-config"]

import data.lib.arn
import data.lib.parameter
import data.lib.pattern
import data.lib.quote
import data.lib.value
import data.lib.workload

# METADATA
# title: Log routers read their configuration from allowed places
# description: >-
#   Whoever may write the configuration file sends every log elsewhere, or runs a program with each: fluentd and Fluent Bit have plugins that execute commands. A file of the image is reviewed with the image; one in S3 is changed without a new revision. What stands in the file is not seen.
# entrypoint: true
# custom:
#   severity: medium
#   kinds: [TaskDefinition, Task, Service, TaskSet, DaemonTaskDefinition, Daemon]
#   remediation: Put the file into the log router's image, or list its bucket in `allowedBuckets`.
#   references: []
#   parameters:
#     allowedBuckets: {description: Names of S3 buckets; `*` stands for anything., default: []}
#     allowedFiles: {description: Paths in the image of the log router; `*` stands for anything., default: ["*"]}
#     ignoreContainers: {description: Names of containers that are not judged; `*` stands for anything., default: []}
#     ignoreImages: {description: Images whose containers are not judged; `*` stands for anything., default: []}
violation contains {"msg": msg, "field": field} if {
	some i, container in workload.containers
	options := value.get(value.get(container, "firelensConfiguration", {}), "options", {})
	file_type := value.get(options, "config-file-type", "")
	found := value.get(options, "config-file-value", "")
	problem := _problem(file_type, found)
	msg := $"container {workload.name(container, i)}: the log router's configuration {problem.text}"
	field := workload.pointer(i, $"firelensConfiguration/options/{problem.option}")
}

# What is wrong, and which option says so; undefined when nothing is.
_problem(file_type, found) := {"option": "config-file-type", "text": text} if {
	not _known(file_type)
	text := value.problem(file_type, "is neither a file nor in S3")
} else := {"option": "config-file-value", "text": text} if {
	not _allowed(file_type, found)
	text := value.problem(found, $"is {quote.of(found)}")
}

_known(file_type) if file_type in {"", "file", "s3"}

_allowed("", "")

_allowed("file", found) if pattern.like(found, parameter.list("allowedFiles", ["*"]))

_allowed("s3", found) if pattern.like(arn.bucket(found), parameter.list("allowedBuckets", []))
