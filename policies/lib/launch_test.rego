package lib.launch_test

import data.lib.fixture_test as fixture
import data.lib.launch

updating(object, service) := fixture.changed(
	fixture.launching("Service", "UPDATE", object),
	[{"op": "add", "path": "/context/service", "value": service}],
)

test_setting_of_a_new_service if {
	given := launch.setting("desiredCount", 1) with input as fixture.launching("Service", "CREATE", {"desiredCount": 2})
	given == {"value": 2, "field": "/desiredCount"}
	absent := launch.setting("desiredCount", 1) with input as fixture.launching("Service", "CREATE", {})
	absent == {"value": 1, "field": "/desiredCount"}
}

test_setting_that_an_update_changes if {
	found := launch.setting("desiredCount", 1) with input as updating({"desiredCount": 2}, {"desiredCount": 3})
	found == {"value": 2, "field": "/desiredCount"}
}

test_setting_that_an_update_leaves if {
	every object in [{}, {"desiredCount": null}] {
		found := launch.setting("desiredCount", 1) with input as updating(object, {"desiredCount": 3})
		found == {"value": 3, "field": "/context/service/desiredCount"}
	}
	absent := launch.setting("desiredCount", 1) with input as updating({}, {})
	absent.value == 1
	unseen := launch.setting("desiredCount", 1) with input as fixture.launching("Service", "UPDATE", {})
	unseen == {"value": null, "field": "/context/service/desiredCount"}
}

test_setting_of_what_is_not_looked_up if {
	every kind in ["Daemon", "ExpressGatewayService"] {
		not launch.setting("tags", []) with input as fixture.asking(kind, "UPDATE", {})
		changed := launch.setting("tags", []) with input as fixture.asking(kind, "UPDATE", {"tags": [1]})
		changed == {"value": [1], "field": "/tags"}
		created := launch.setting("tags", []) with input as fixture.asking(kind, "CREATE", {})
		created == {"value": [], "field": "/tags"}
	}
}

test_setting_of_an_unknown_call if {
	found := launch.setting("tags", []) with input as fixture.launching("Service", "UPDATE", fixture.marker)
	found == {"value": fixture.marker, "field": "/tags"}
}

test_members if {
	listed := launch.members("tags") with input as fixture.launching("Service", "CREATE", {"tags": ["a", "b"]})
	listed == [{"value": "a", "field": "/tags/0"}, {"value": "b", "field": "/tags/1"}]
	none := launch.members("tags") with input as fixture.launching("Service", "CREATE", {})
	none == []
	every wrong in [null, {}, "a"] {
		found := launch.members("tags") with input as fixture.launching("Service", "CREATE", {"tags": wrong})
		found == [{"value": null, "field": "/tags/0"}]
	}
	unknown := launch.members("tags") with input as fixture.launching("Service", "CREATE", {"tags": fixture.marker})
	unknown == [{"value": fixture.marker, "field": "/tags/0"}]
	left := launch.members("tags") with input as fixture.asking("Daemon", "UPDATE", {})
	left == []
}

test_controller if {
	ecs := launch.controller with input as fixture.launching("Service", "CREATE", {})
	ecs == "ECS"
	external := launch.controller with input as updating({}, {"deploymentController": {"type": "EXTERNAL"}})
	external == "EXTERNAL"
}

test_described_task if {
	call := fixture.launching("Task", "CREATE", {})
	not launch.described_task with input as call
	every action in ["RunTask", "StartTask"] {
		not launch.described_task with input as fixture.changed(call, [{"op": "add", "path": "/action", "value": action}])
	}
	told := {"op": "add", "path": "/action", "value": "ECS Task State Change"}
	launch.described_task with input as fixture.changed(call, [told])
	not launch.described_task with input as fixture.changed(fixture.launching("Service", "CREATE", {}), [told])
}
