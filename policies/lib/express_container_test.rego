# The container of an Express service, as the policies about containers see it.
package lib.express_container_test

import data.lib.express_fixture_test as express
import data.lib.fixture_test as fixture
import data.lib.workload

test_one_container_called_main if {
	found := workload.containers with input as express.creating([])
	found == [object.union({"name": "Main"}, express.service.primaryContainer)]
	pointer := workload.pointer(0, "image") with input as express.creating([])
	pointer == "/primaryContainer/image"
	member := workload.at("cpu") with input as express.creating([])
	member == "/cpu"
	definition := workload.definition with input as express.creating([])
	definition == express.service
}

test_it_can_be_ignored if {
	every parameters in [{"ignoreContainers": ["Main"]}, {"ignoreImages": ["*/web@*"]}] {
		found := workload.containers with input as fixture.with_parameters(express.creating([]), parameters)
		count(found) == 0
	}
}

test_an_update_that_leaves_the_container_as_it_is if {
	found := workload.containers with input as express.updating({"cpu": "512"})
	found == []
}

test_a_service_without_a_container_cannot_be_read if {
	every wrong in [null, "nginx", 1, [], ["nginx"]] {
		found := workload.containers with input as express.with_member("/primaryContainer", wrong)
		found == [wrong]
	}
	absent := workload.containers with input as express.without_member("/primaryContainer")
	absent == [null]
	nothing := workload.containers with input as json.remove(express.creating([]), ["/request/object"])
	nothing == [null]
}

test_a_marker_is_the_container if {
	every case in express.unknown_container("image") {
		found := workload.containers with input as case.input
		count(found) == 1
	}
}

named := {"taskDefinitionArn": "arn:aws:ecs:eu-west-1:123456789012:task-definition/web:3"}

test_a_task_definition_of_the_callers if {
	every operation in ["CREATE", "UPDATE"] {
		document := fixture.launching("ExpressGatewayService", operation, named)
		found := workload.containers with input as document
		found == fixture.task_definition.containerDefinitions
		pointer := workload.pointer(0, "image") with input as document
		pointer == "/context/taskDefinition/containerDefinitions/0/image"
	}
}

test_a_task_definition_that_is_not_known_cannot_be_read if {
	found := workload.containers with input as fixture.asking("ExpressGatewayService", "CREATE", named)
	found == [null]
}

test_the_container_counts_when_both_are_given if {
	document := fixture.launching("ExpressGatewayService", "CREATE", object.union(named, express.service))
	found := workload.containers with input as document
	found[0].name == "Main"
}
