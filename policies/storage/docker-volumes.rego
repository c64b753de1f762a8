package policies.storage["docker-volumes"]

import data.lib.parameter
import data.lib.pattern
import data.lib.quote
import data.lib.storage
import data.lib.value

# METADATA
# title: Docker volumes use allowed drivers and end with their task
# description: A volume driver is a program that runs as root on the instance, and a volume of the scope `shared` stays there for the next task that names it, whoever that is.
# entrypoint: true
# custom:
#   severity: medium
#   kinds: [TaskDefinition, Task, Service, TaskSet]
#   remediation: Use an EFS or EBS volume; or the driver `local` with the scope `task`.
#   references: []
#   parameters:
#     allowedDrivers: {description: Volume drivers that may be used; `*` stands for anything., default: [local]}
#     allowedScopes: {description: Scopes that volumes may have., default: [task], schema: {type: array, items: {type: string, enum: [task, shared]}}}
violation contains {"msg": msg, "field": $"{volume.at}/driver"} if {
	some volume in storage.configured("dockerVolumeConfiguration")
	found := value.get(volume.found, "driver", "local")
	not pattern.like(found, parameter.list("allowedDrivers", ["local"]))
	msg := $"the Docker volume {volume.name} {value.problem(found, $"uses the driver {quote.of(found)}")}"
}

violation contains {"msg": msg, "field": $"{volume.at}/scope"} if {
	some volume in storage.configured("dockerVolumeConfiguration")
	found := value.get(volume.found, "scope", "task")
	not found in parameter.list("allowedScopes", ["task"])
	msg := $"the Docker volume {volume.name} {value.problem(found, $"has the scope {quote.of(found)}")}"
}
