package lib.workload_test

import data.lib.fixture_test as fixture
import data.lib.workload

two := fixture.registering([{"op": "add", "path": "/containerDefinitions/1", "value": {"name": "agent", "image": "vendor/agent:1"}}])

names(containers) := {$"{i} {workload.name(container, i)}" | some i, container in containers}

test_containers_by_index if {
	found := workload.containers with input as two
	names(found) == {"0 web", "1 agent"}
}

test_ignored_containers_keep_the_others_index if {
	every parameters in [
		{"ignoreContainers": ["web"]},
		{"ignoreContainers": ["w*", "nobody"]},
		{"ignoreImages": ["123456789012.dkr.ecr.*"]},
		{"ignoreContainers": [], "ignoreImages": ["*/web@sha256:*"]},
	] {
		found := workload.containers with input as fixture.with_parameters(two, parameters)
		names(found) == {"1 agent"}
	}
}

test_parameters_of_the_wrong_type_ignore_nothing if {
	every parameters in [
		{"ignoreContainers": "web"},
		{"ignoreContainers": {"web": "web"}, "ignoreImages": null},
		{"ignoreContainers": [1, null, "we", ""]},
	] {
		found := workload.containers with input as fixture.with_parameters(two, parameters)
		count(found) == 2
	}
}

test_what_cannot_be_read_is_not_ignored if {
	document := fixture.with_parameters(fixture.with_member("/containerDefinitions", fixture.marker), {"ignoreContainers": ["*"]})
	found := workload.containers with input as document
	count(found) == 1
}

test_unreadable_containers_are_one_container if {
	every wrong in [null, "web", {}, [], 1] {
		found := workload.containers with input as fixture.with_member("/containerDefinitions", wrong)
		found == [null]
	}
	absent := workload.containers with input as fixture.registering([{"op": "remove", "path": "/containerDefinitions"}])
	absent == [null]
}

test_a_missing_task_definition_is_unreadable if {
	every kind in ["Task", "Service", "TaskSet"] {
		document := json.remove(fixture.launching(kind, "CREATE", {}), ["/request/context/taskDefinition"])
		found := workload.containers with input as document
		found == [null]
	}
}

test_a_service_of_task_sets_has_none if {
	external := {"deploymentController": {"type": "EXTERNAL"}}
	document := json.remove(fixture.launching("Service", "CREATE", external), ["/request/context/taskDefinition"])
	found := workload.containers with input as document
	found == []
}

test_only_a_service_can_be_without if {
	external := {"deploymentController": {"type": "EXTERNAL"}}
	document := json.remove(fixture.launching("Task", "CREATE", external), ["/request/context/taskDefinition"])
	found := workload.containers with input as document
	found == [null]
}

test_a_service_that_names_a_task_definition_is_judged_by_it if {
	external := {"deploymentController": {"type": "EXTERNAL"}, "taskDefinition": "web:1"}
	document := json.remove(fixture.launching("Service", "CREATE", external), ["/request/context/taskDefinition"])
	found := workload.containers with input as document
	found == [null]
}

test_nameless_containers_have_a_number if {
	every wrong in [{"name": " "}, {"name": ""}, {}, {"name": 1}, null, fixture.marker] {
		workload.name(wrong, 2) == "#2"
	}
}
