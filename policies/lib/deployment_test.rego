package lib.deployment_test

import data.lib.deployment
import data.lib.fixture_test as fixture

with_configuration(found) := fixture.launching("Service", "CREATE", {"deploymentConfiguration": found})

test_setting if {
	given := deployment.setting("maximumPercent", 200) with input as with_configuration({"maximumPercent": 100})
	given == {"value": 100, "field": "/deploymentConfiguration/maximumPercent"}
	absent := deployment.setting("maximumPercent", 200) with input as with_configuration({})
	absent.value == 200
	none := deployment.setting("maximumPercent", 200) with input as fixture.launching("Service", "CREATE", {})
	none.value == 200
	wrong := deployment.setting("maximumPercent", 200) with input as with_configuration(null)
	wrong.value == null
	not deployment.setting("alarms", {}) with input as fixture.asking("Daemon", "UPDATE", {})
}

test_elsewhere if {
	every controller in ["CODE_DEPLOY", "EXTERNAL"] {
		document := fixture.launching("Service", "CREATE", {"deploymentController": {"type": controller}})
		reason := deployment.elsewhere with input as document
		reason == $"the service is deployed by {controller}, which these settings do not concern"
	}
	every controller in ["ECS", "external", null, fixture.marker] {
		not deployment.elsewhere with input as fixture.launching("Service", "CREATE", {"deploymentController": {"type": controller}})
	}
}
