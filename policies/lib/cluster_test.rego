package lib.cluster_test

import data.lib.cluster
import data.lib.fixture_test as fixture

updating(object, described) := fixture.changed(
	fixture.asking("Cluster", "UPDATE", object),
	[{"op": "add", "path": "/context/cluster", "value": described}],
)

test_of_a_new_cluster if {
	given := cluster.setting("settings", []) with input as fixture.asking("Cluster", "CREATE", {"settings": [1]})
	given == {"value": [1], "field": "/settings"}
	absent := cluster.setting("settings", []) with input as fixture.asking("Cluster", "CREATE", {})
	absent == {"value": [], "field": "/settings"}
}

test_of_an_updated_cluster if {
	kept := cluster.setting("settings", []) with input as updating({"cluster": "web"}, {"settings": [2]})
	kept == {"value": [2], "field": "/context/cluster/settings"}
	given := cluster.setting("settings", []) with input as updating({"settings": [1]}, {"settings": [2]})
	given == {"value": [1], "field": "/settings"}
	absent := cluster.setting("settings", []) with input as updating({"cluster": "web"}, {})
	absent == {"value": [], "field": "/context/cluster/settings"}
}

test_of_a_cluster_that_is_not_known if {
	missing := cluster.setting("settings", []) with input as fixture.asking("Cluster", "UPDATE", {"cluster": "web"})
	missing == {"value": null, "field": "/context/cluster/settings"}
	unknown := cluster.setting("settings", []) with input as updating(fixture.marker, {"settings": [2]})
	unknown == {"value": fixture.marker, "field": "/settings"}
}
