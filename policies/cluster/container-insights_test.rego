package policies.cluster["container-insights_test"]

import data.lib.fixture_test as fixture
import data.policies.cluster["container-insights"] as container_insights

creating(object) := fixture.asking("Cluster", "CREATE", object)

updating(object, described) := fixture.changed(
	fixture.asking("Cluster", "UPDATE", object),
	[{"op": "add", "path": "/context/cluster", "value": described}],
)

insights(found) := {"settings": [{"name": "containerInsights", "value": found}]}

test_allows_insights if {
	every found in ["enabled", "enhanced"] {
		count(container_insights.violation) == 0 with input as creating(insights(found))
	}
}

test_refuses_disabled if {
	found := container_insights.violation with input as creating(insights("disabled"))
	found == {{"msg": "Container Insights is disabled", "field": "/settings/0/value"}}
}

test_refuses_unset if {
	every object in [{}, {"settings": []}, {"settings": [{"name": "other", "value": "enabled"}]}] {
		found := container_insights.violation with input as creating(object)
		found == {{"msg": "Container Insights is not enabled", "field": "/settings"}}
	}
}

test_refuses_one_of_two if {
	both := {"settings": array.concat(insights("enabled").settings, insights("disabled").settings)}
	found := container_insights.violation with input as creating(both)
	fixture.fields(found) == {"/settings/1/value"}
}

test_accepted_values if {
	enhanced := {"acceptedValues": ["enhanced"]}
	count(container_insights.violation) == 0 with input as fixture.with_parameters(creating(insights("enhanced")), enhanced)
	count(container_insights.violation) == 1 with input as fixture.with_parameters(creating(insights("enabled")), enhanced)
}

test_refuses_what_an_update_leaves_disabled if {
	found := container_insights.violation with input as updating({"cluster": "web"}, insights("disabled"))
	fixture.fields(found) == {"/context/cluster/settings/0/value"}
	count(container_insights.violation) == 0 with input as updating({"cluster": "web"}, insights("enabled"))
	count(container_insights.violation) == 0 with input as updating(insights("enabled"), insights("disabled"))
}

test_refuses_wrong_types if {
	every wrong in ["Enabled", "", true, null, 1, [], {}] {
		count(container_insights.violation) == 1 with input as creating(insights(wrong))
	}
	every wrong in [null, "enabled", {}, 1, [null], ["containerInsights"], [{"name": 1}]] {
		count(container_insights.violation) == 1 with input as creating({"settings": wrong})
	}
}

test_unknown if {
	every case in fixture.unknown_object(creating(insights("enabled")), ["", "/settings", "/settings/0/name", "/settings/0/value"]) {
		found := container_insights.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
}

test_unknown_setting_beside_another if {
	enabled := insights("enabled").settings
	every setting in [fixture.marker, {"name": fixture.marker, "value": "disabled"}] {
		found := container_insights.violation with input as creating({"settings": array.concat(enabled, [setting])})
		fixture.only_unknown(found, "/settings/1")
	}
	harmless := array.concat(enabled, [{"name": fixture.marker, "value": "enabled"}])
	count(container_insights.violation) == 0 with input as creating({"settings": harmless})
}

test_unknown_setting if {
	found := container_insights.violation with input as creating({"settings": [fixture.marker]})
	fixture.only_unknown(found, "/settings/0")
}
