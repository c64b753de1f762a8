package policies.deployment["revision-pinned_test"]

import data.lib.fixture_test as fixture
import data.policies.deployment["revision-pinned"] as revision_pinned

of(kind, reference) := fixture.launching(kind, "CREATE", {"taskDefinition": reference})

test_allows_a_revision if {
	every kind in ["Task", "Service", "TaskSet"] {
		every reference in ["web:1", "web:12", "arn:aws:ecs:eu-west-1:123456789012:task-definition/web:3"] {
			count(revision_pinned.violation) == 0 with input as of(kind, reference)
		}
	}
}

test_refuses_a_family if {
	found := revision_pinned.violation with input as of("Task", "web")
	found == {{"msg": "the task definition web has no revision", "field": "/taskDefinition"}}
	every reference in [
		"web:", "web:latest", "web:0", "web:-1", "web:1.5", ":1", "web:1:2", "arn:aws:ecs:eu-west-1:123456789012:task-definition/web",
	] {
		count(revision_pinned.violation) == 1 with input as of("Service", reference)
	}
}

test_refuses_none if {
	found := revision_pinned.violation with input as fixture.launching("Service", "CREATE", {})
	found == {{"msg": "the task definition is not named", "field": "/taskDefinition"}}
}

test_allows_a_service_whose_task_sets_name_it if {
	external := {"deploymentController": {"type": "EXTERNAL"}}
	count(revision_pinned.violation) == 0 with input as fixture.launching("Service", "CREATE", external)
	count(revision_pinned.violation) == 1 with input as fixture.launching("TaskSet", "CREATE", external)
	named := object.union(external, {"taskDefinition": "web"})
	count(revision_pinned.violation) == 1 with input as fixture.launching("Service", "CREATE", named)
}

test_allows_what_an_update_leaves if {
	standing := {"op": "add", "path": "/context/service", "value": {"taskDefinition": "arn:aws:ecs:eu-west-1:123456789012:task-definition/web:3"}}
	count(revision_pinned.violation) == 0 with input as fixture.changed(fixture.launching("Service", "UPDATE", {}), [standing])
}

test_daemons if {
	arn := "arn:aws:ecs:eu-west-1:123456789012:daemon-task-definition/agent"
	family := revision_pinned.violation with input as fixture.asking("Daemon", "CREATE", {"daemonTaskDefinitionArn": arn})
	fixture.fields(family) == {"/daemonTaskDefinitionArn"}
	count(revision_pinned.violation) == 0 with input as fixture.asking("Daemon", "CREATE", {"daemonTaskDefinitionArn": $"{arn}:2"})
	count(revision_pinned.violation) == 0 with input as fixture.asking("Daemon", "UPDATE", {})
}

test_refuses_wrong_types if {
	every wrong in [null, 1, [], {}] {
		count(revision_pinned.violation) == 1 with input as of("Task", wrong)
	}
}

test_unknown if {
	every case in fixture.unknown_object(of("Service", "web:1"), ["", "/taskDefinition"]) {
		found := revision_pinned.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
}

test_unknown_controller if {
	every pointer in ["/deploymentController", "/deploymentController/type"] {
		call := fixture.launching("Service", "CREATE", {"deploymentController": {"type": "ECS"}})
		found := revision_pinned.violation with input as fixture.changed(call, [{"op": "add", "path": $"/object{pointer}", "value": fixture.marker}])
		fixture.only_unknown(found, pointer)
	}
}

test_refuses_no_revision_whoever_deploys if {
	call := {"taskDefinition": "web", "deploymentController": fixture.marker}
	found := revision_pinned.violation with input as fixture.launching("Service", "CREATE", call)
	fixture.fields(found) == {"/taskDefinition"}
}
