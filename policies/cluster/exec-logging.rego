package policies.cluster["exec-logging"]

import data.lib.cluster
import data.lib.decisive
import data.lib.parameter
import data.lib.quote
import data.lib.value

# METADATA
# title: Clusters log ECS Exec sessions
# description: ECS Exec gives a root shell in a container. Without a log nobody knows afterwards what was done in it. DEFAULT logs only where the task definition logs to awslogs, which a cluster does not show.
# entrypoint: true
# custom:
#   severity: medium
#   kinds: [Cluster]
#   remediation: Set `executeCommandConfiguration.logging` to OVERRIDE with a log group or bucket, or leave it at DEFAULT.
#   references:
#     - checkov/CKV_AWS_223
#     - powerpipe/ecs_cluster_logging_enabled
#     - nirmata/check-ecs-exec-logging
#     - kyverno/ecs-cluster-enable-logging
#   parameters:
#     acceptedLogging: {description: "Kinds of logging that are enough; [OVERRIDE] asks for a place that the cluster names.", default: [DEFAULT, OVERRIDE], schema: {type: array, items: {type: string, enum: [DEFAULT, OVERRIDE]}}}
violation contains {"msg": msg, "field": $"{_configuration.field}/executeCommandConfiguration/logging"} if {
	not _logging in parameter.list("acceptedLogging", ["DEFAULT", "OVERRIDE"])
	msg := $"the logging of ECS Exec sessions {value.problem(_logging, $"is {quote.of(_logging)}")}"
}

violation contains {"msg": msg, "field": field} if {
	_logging == "OVERRIDE"
	places := [{"at": $"/{member}", "found": value.get(_log, member, "")} | some member in ["cloudWatchLogGroupName", "s3BucketName"]]
	not _somewhere(places)
	fact := decisive.fact(array.concat([{"at": "", "found": ""}], places))
	msg := $"where ECS Exec sessions are logged {value.problem(fact.found, "is not said")}"
	field := $"{_configuration.field}/executeCommandConfiguration/logConfiguration{fact.at}"
}

_somewhere(places) if {
	some place in places
	is_string(place.found)
	place.found != ""
}

_configuration := cluster.setting("configuration", {})

_exec := value.get(_configuration.value, "executeCommandConfiguration", {})

_logging := value.get(_exec, "logging", "DEFAULT")

_log := value.get(_exec, "logConfiguration", {})
