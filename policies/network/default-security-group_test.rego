package policies.network["default-security-group_test"]

import data.lib.express_fixture_test as express
import data.lib.fixture_test as fixture
import data.policies.network["default-security-group"] as default_security_group

in_groups(kind, ids) := fixture.launching(kind, "CREATE", {"networkConfiguration": {"awsvpcConfiguration": {
	"subnets": ["subnet-1"],
	"securityGroups": ids,
}}})

field := "/networkConfiguration/awsvpcConfiguration/securityGroups"

test_allows_a_named_group if {
	every kind in ["Task", "Service", "TaskSet"] {
		count(default_security_group.violation) == 0 with input as in_groups(kind, ["sg-1", "sg-2"])
	}
	count(default_security_group.violation) == 0 with input as express.creating([])
}

test_refuses_no_group if {
	found := default_security_group.violation with input as in_groups("Service", [])
	found == {{"msg": "the security group is the VPC's default one", "field": field}}
	absent := default_security_group.violation with input as fixture.launching("Service", "CREATE", {})
	fixture.fields(absent) == {field}
	empty := default_security_group.violation with input as in_groups("Service", ["sg-1", ""])
	fixture.fields(empty) == {$"{field}/1"}
}

test_default_groups if {
	document := fixture.with_parameters(in_groups("Task", ["sg-1", "sg-2"]), {"defaultGroups": ["sg-2"]})
	found := default_security_group.violation with input as document
	fixture.fields(found) == {$"{field}/1"}
}

test_refuses_wrong_types if {
	every wrong in ["sg-1", [null], [1], null, {}] {
		count(default_security_group.violation) == 1 with input as in_groups("Task", wrong)
	}
}

test_not_applicable_in_the_network_of_the_instance if {
	call := fixture.changed(fixture.launching("Task", "CREATE", {}), [{
		"op": "replace",
		"path": "/context/taskDefinition/networkMode",
		"value": "host",
	}])
	found := default_security_group.violation with input as call
	{violation.outcome | some violation in found} == {"notApplicable"}
}

test_unknown if {
	pointers := ["/networkConfiguration", "/networkConfiguration/awsvpcConfiguration", field, $"{field}/0"]
	every case in fixture.unknown_object(in_groups("Task", ["sg-1"]), pointers) {
		found := default_security_group.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
}
