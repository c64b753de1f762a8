package policies.fargate.accelerators

import data.lib.launch
import data.lib.value
import data.lib.workload

# METADATA
# title: Tasks ask for no GPUs and other accelerators
# description: Fargate has no GPUs, Neuron devices or Elastic Inference. On instances an accelerator's memory is shared with whatever task had it before. Judged wherever the task runs, overrides of RunTask included.
# entrypoint: true
# custom:
#   severity: medium
#   kinds: [TaskDefinition, Task, Service, TaskSet]
#   remediation: Remove `resourceRequirements` and `inferenceAccelerators`; run the task on Managed Instances or EC2 if it needs an accelerator.
#   references: []
#   parameters:
#     ignoreContainers: {description: Names of containers that are not judged; `*` stands for anything., default: []}
#     ignoreImages: {description: Images whose containers are not judged; `*` stands for anything., default: []}
violation contains {"msg": msg, "field": workload.pointer(i, "resourceRequirements")} if {
	some i, container in workload.containers
	found := value.get(container, "resourceRequirements", [])
	not _none(found)
	text := "are set, which Fargate does not allow"
	msg := $"container {workload.name(container, i)}: resourceRequirements {value.problem(found, text)}"
}

violation contains {"msg": msg, "field": workload.at("inferenceAccelerators")} if {
	found := value.get(workload.definition, "inferenceAccelerators", [])
	not _none(found)
	msg := $"inferenceAccelerators {value.problem(found, "are set, which Fargate does not allow")}"
}

violation contains {"msg": msg, "field": $"{overrides.field}/inferenceAcceleratorOverrides"} if {
	input.request.kind == "Task"
	overrides := launch.setting("overrides", {})
	found := value.get(overrides.value, "inferenceAcceleratorOverrides", [])
	not _none(found)
	msg := $"inferenceAcceleratorOverrides {value.problem(found, "are set, which Fargate does not allow")}"
}

_none(found) if found == []
