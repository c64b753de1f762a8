package policies.access["service-role_test"]

import data.lib.fixture_test as fixture
import data.policies.access["service-role"] as service_role

creating(role) := fixture.launching("Service", "CREATE", {"role": role})

linked := "arn:aws:iam::123456789012:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS"

test_allows_the_service_linked_role if {
	count(service_role.violation) == 0 with input as creating(linked)
	count(service_role.violation) == 0 with input as creating("")
	count(service_role.violation) == 0 with input as fixture.launching("Service", "CREATE", {})
}

test_refuses_others if {
	service_role.violation == {{"msg": "the role of the service is ecsServiceRole", "field": "/role"}} with input as creating("ecsServiceRole")
	every role in [
		"AWSServiceRoleForECS", "arn:aws:iam::123456789012:role/AWSServiceRoleForECS",
		"arn:aws:iam::123456789012:role/aws-service-role/batch.amazonaws.com/AWSServiceRoleForBatch",
	] {
		count(service_role.violation) == 1 with input as creating(role)
	}
}

test_refuses_what_an_update_leaves if {
	standing := {"op": "add", "path": "/context/service", "value": {"role": "ecsServiceRole"}}
	found := service_role.violation with input as fixture.changed(fixture.launching("Service", "UPDATE", {}), [standing])
	fixture.fields(found) == {"/context/service/role"}
}

test_refuses_wrong_types if {
	every wrong in [null, 1, [], {}] {
		count(service_role.violation) == 1 with input as creating(wrong)
	}
}

test_unknown if {
	every case in fixture.unknown_object(creating(""), ["", "/role"]) {
		found := service_role.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
}
