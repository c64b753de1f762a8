# The fixture with evidence on its image, as policies that ask for it are tested with.
package lib.evidence_fixture_test

import data.lib.fixture_test as fixture

image := fixture.task_definition.containerDefinitions[0].image

pointer(part) := $"/context/images/{replace(image, "/", "~1")}/{part}"

# The input for registering the fixture, with this evidence on its image.
registering(part, found) := with_evidence(fixture.compliant, part, found)

# The same for a call that only refers to the task definition.
running(part, found) := with_evidence(fixture.running(fixture.compliant), part, found)

with_evidence(call, part, found) := object.union(call, {
	"now": "2026-11-20T08:00:00.000Z",
	"request": {"context": {"images": {image: {"reference": image, part: found}}}},
})

# True when the evidence's marker is reported where it stands, and in its own words; and when evidence that is missing is no pass.
only_unknown(violations, part) if {
	fixture.fields(violations) == {pointer(part)}
	every violation in violations {
		contains(violation.msg, "is not known (the registry is down)")
	}
}

marker := {"$unknown": "the registry is down"}
