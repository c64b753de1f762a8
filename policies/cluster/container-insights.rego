package policies.cluster["container-insights"]

import data.lib.cluster
import data.lib.decisive
import data.lib.parameter
import data.lib.quote
import data.lib.value

# METADATA
# title: Clusters have Container Insights
# description: Container Insights keeps the metrics by which an incident is noticed and reconstructed. A setting of the account can turn it on as well, which a request does not show, so the cluster says it itself.
# entrypoint: true
# custom:
#   severity: medium
#   kinds: [Cluster]
#   remediation: Set the cluster setting `containerInsights` to enhanced or enabled.
#   references:
#     - securityhub/ECS.12
#     - config/ecs-container-insights-enabled
#     - controltower/CT.ECS.PR.2
#     - trivy/AWS-0034
#     - checkov/CKV_AWS_65
#     - kics/ab759fde-e1e8-4b0e-ad73-ba856e490ed8
#     - kics/97cb0688-369a-4d26-b1f7-86c4c91231bc
#     - cdk-nag/AwsSolutions-ECS4
#     - cdk-nag/ECSClusterCloudWatchContainerInsights
#     - prowler/ecs_cluster_container_insights_enabled
#     - powerpipe/ecs_cluster_container_insights_enabled
#     - electriceye/ECS.1
#     - nirmata/validate-ecs-container-insights-enabled
#     - kyverno/required-container-insights
#   parameters:
#     acceptedValues: {description: "Values that are enough; [enhanced] asks for enhanced observability.", default: [enabled, enhanced], schema: {type: array, items: {type: string, enum: [enabled, enhanced]}}}
violation contains {"msg": msg, "field": $"{_settings.field}/{j}/value"} if {
	some j, name in _names
	name == "containerInsights"
	found := value.get(_list[j], "value", "")
	not found in parameter.list("acceptedValues", ["enabled", "enhanced"])
	msg := $"Container Insights {value.problem(found, $"is {quote.of(found)}")}"
}

# A setting whose name nobody can tell yet may be the one that turns it off.
violation contains {"msg": msg, "field": $"{_settings.field}/{j}/name"} if {
	some j, name in _names
	not is_string(name)
	not value.get(_list[j], "value", "") in parameter.list("acceptedValues", ["enabled", "enhanced"])
	msg := $"Container Insights {value.problem(name, "is not enabled")}"
}

violation contains {"msg": msg, "field": $"{_settings.field}{gap.at}"} if {
	not "containerInsights" in _names
	gap := decisive.gap(_names, "/name")
	msg := $"Container Insights {value.problem(gap.found, "is not enabled")}"
}

_settings := cluster.setting("settings", [])

_list := value.list({"settings": _settings.value}, "settings")

_names := [value.get(setting, "name", value.malformed) | some setting in _list]
