package policies["supply-chain"]["not-root-by-image"]

import data.lib.decisive
import data.lib.evidence
import data.lib.user
import data.lib.value
import data.lib.workload

# METADATA
# title: Where the image decides the user, it is not root
# description: A container that names no user runs as the one that its image names, and as root where that names none. What the container names itself is judged by `workload/non-root-user`.
# entrypoint: true
# custom:
#   severity: medium
#   kinds: [TaskDefinition, Task, Service, TaskSet, DaemonTaskDefinition, Daemon, ExpressGatewayService]
#   evidence: [config]
#   remediation: Set `user` of the container to an id above 0, or `USER` in the image's Dockerfile.
#   references: []
#   parameters:
#     ignoreContainers: {description: Names of containers that are not judged; `*` stands for anything., default: []}
#     ignoreImages: {description: Images whose containers are not judged; `*` stands for anything., default: []}
violation contains {"msg": msg, "field": decisive_fact.at} if {
	not workload.windows
	some i, container in workload.containers
	given := value.get(container, "user", "")
	not _names_one(given)
	fact := _fact(container, i, given)
	not _allowed(fact.found)
	decisive_fact := decisive.fact([fact, workload.system])
	msg := $"the image of container {workload.name(container, i)} {evidence.problem(decisive_fact, "configuration", _problem(fact.found))}"
}

violation contains {"outcome": "notApplicable", "msg": "Windows containers have no root user"} if workload.windows

_names_one(given) if trim_space(given) != ""

_fact(container, i, given) := {"found": given, "at": workload.pointer(i, "user")} if {
	not is_string(given)
} else := evidence.fact(container, i, "config")

# A configuration that names no user has none; anything but a configuration has nothing to say.
_allowed(config) if user.not_root(config.User)

_problem(config) := "names no user, and neither does the container" if {
	object.get(config, "User", "") == ""
} else := "runs as root, and the container names no user"
