package policies.runtime.quarantine

import data.lib.quote
import data.lib.value

# METADATA
# title: Nothing runs that is quarantined
# description: >-
#   The quarantine is a list of image digests and task definition revisions that were taken out of use, by a response to a runtime alert or by `taskgate quarantine add`, each until a certain time. An image is known by its digest where the task definition pins one (`@sha256:…`), and where ECS tells what a tag came to; a new revision that names the same image by its tag alone is not recognised before it runs.
# entrypoint: true
# custom:
#   severity: critical
#   kinds: [TaskDefinition, Task, Service, TaskSet]
#   remediation: Deploy a revision with another image. Where the alert was a false one, take the entry off the list with `taskgate quarantine lift`.
#   references: []
violation contains {"msg": msg, "field": _field(entry)} if {
	some entry in value.list(input.request.context, "quarantine")
	msg := $"{_text(entry, "of")} {_text(entry, "is")} is quarantined until {_text(entry, "until")}: {_text(entry, "reason")}"
}

_field(entry) := field if {
	field := value.get(entry, "field", value.malformed)
	is_string(field)
} else := "/context/quarantine"

_text(entry, key) := quote.of(value.get(entry, key, "unknown"))
