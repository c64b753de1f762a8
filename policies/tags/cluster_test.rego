package policies.tags.cluster_test

import data.lib.fixture_test as fixture
import data.policies.tags.cluster

tagged(kind, tags) := fixture.asking(kind, "CREATE", {"tags": tags})

team := {"key": "team", "value": "payments"}

test_allows_any_tag if {
	every kind in ["Cluster"] {
		count(cluster.violation) == 0 with input as tagged(kind, [team])
	}
}

test_refuses_no_tag if {
	every kind in ["Cluster"] {
		found := cluster.violation with input as fixture.asking(kind, "CREATE", {})
		found == {{"msg": "there is no tag", "field": "/tags"}}
	}
	count(cluster.violation) == 1 with input as tagged("Cluster", [{"key": "aws:cloudformation:stack-name", "value": "web"}])
}

test_required_tag_keys if {
	parameters := {"requiredTagKeys": ["team", "cost-centre"]}
	found := cluster.violation with input as fixture.with_parameters(tagged("Cluster", [team]), parameters)
	found == {{"msg": "the tag cost-centre is missing", "field": "/tags"}}
	all := fixture.with_parameters(tagged("Cluster", [team, {"key": "cost-centre", "value": "1"}]), parameters)
	count(cluster.violation) == 0 with input as all
}

test_refuses_wrong_types if {
	every wrong in [null, "team", {"team": "payments"}, ["team"], [{"Key": "team"}]] {
		count(cluster.violation) == 1 with input as tagged("Cluster", wrong)
	}
}

test_unknown if {
	every case in fixture.unknown_object(tagged("Cluster", []), ["", "/tags", "/tags/0"]) {
		found := cluster.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
}

test_updates_do_not_change_tags if {
	count(cluster.violation) == 0 with input as fixture.asking("Cluster", "UPDATE", {})
}
