package policies.team["cost-label_test"]

import data.lib.fixture_test as fixture
import data.policies.team["cost-label"] as policy

test_allows if {
	count(policy.violation) == 0 with input as fixture.with_container("dockerLabels", {"cost-centre": "CC-0042"})
}

test_refuses_what_has_no_label if {
	policy.violation == {_violation("names no cost centre")} with input as fixture.compliant
}

test_refuses_what_is_no_cost_centre if {
	policy.violation == {_violation("names no cost centre")} with input as fixture.with_container("dockerLabels", {"cost-centre": "tbd"})
}

test_refuses_labels_that_cannot_be_read if {
	policy.violation == {_violation("cannot be read")} with input as fixture.with_container("dockerLabels", ["cost-centre"])
}

_violation(problem) := {"msg": $"container web {problem}", "field": "/containerDefinitions/0/dockerLabels/cost-centre"}
