package policies.network.awsvpc

import data.lib.value
import data.lib.workload

# METADATA
# title: Tasks use the network mode awsvpc
# description: With awsvpc each task has its own network interface and its own security groups. In the other modes tasks share the instance's.
# entrypoint: true
# custom:
#   severity: medium
#   kinds: [TaskDefinition, Task, Service, TaskSet]
#   remediation: Set `networkMode` to awsvpc.
#   references:
#     - config/ecs-awsvpc-networking-enabled
#     - controltower/CT.ECS.PR.4
#     - kics/027a4b7a-8a59-4938-a04f-ed532512cf45
#     - kics/9f4a9409-9c60-4671-be96-9716dbf63db1
#     - kics/01aec7c2-3e4d-4274-ae47-2b8fea22fd1f
#     - terrascan/AC_AWS_0088
#     - nirmata/check-awsvpc-network-mode
violation contains {"msg": msg, "field": field} if {
	found := value.get(workload.definition, "networkMode", "")
	not _allowed(found)
	msg := $"networkMode {value.problem(found, "is not awsvpc")}"
	field := workload.at("networkMode")
}

_allowed(found) if found == "awsvpc"
