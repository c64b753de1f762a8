package policies.network["public-ip_test"]

import data.lib.fixture_test as fixture
import data.policies.network["public-ip"] as public_ip

kinds := ["Task", "Service", "TaskSet"]

in_network(kind, network) := fixture.launching(kind, "CREATE", {"networkConfiguration": {"awsvpcConfiguration": network}})

assigning(found) := in_network("Service", {"subnets": ["subnet-1"], "assignPublicIp": found})

test_allows_private if {
	every kind in kinds {
		count(public_ip.violation) == 0 with input as in_network(kind, {"subnets": ["subnet-1"], "assignPublicIp": "DISABLED"})
		count(public_ip.violation) == 0 with input as in_network(kind, {"subnets": ["subnet-1"]})
		count(public_ip.violation) == 0 with input as fixture.launching(kind, "CREATE", {})
	}
}

test_refuses_public if {
	every kind in kinds {
		found := public_ip.violation with input as in_network(kind, {"subnets": ["subnet-1"], "assignPublicIp": "ENABLED"})
		found == {{
			"msg": "the public IP address is assigned",
			"field": "/networkConfiguration/awsvpcConfiguration/assignPublicIp",
		}}
	}
}

test_refuses_what_an_update_leaves_public if {
	document := json.patch(fixture.launching("Service", "UPDATE", {"desiredCount": 2}), [{
		"op": "add",
		"path": "/request/context/service",
		"value": {"networkConfiguration": {"awsvpcConfiguration": {"assignPublicIp": "ENABLED"}}},
	}])
	found := public_ip.violation with input as document
	fixture.fields(found) == {"/context/service/networkConfiguration/awsvpcConfiguration/assignPublicIp"}
}

test_allowed_subnets if {
	subnets := {"allowedSubnets": ["subnet-1", "subnet-2"]}
	every used in [["subnet-1"], ["subnet-2", "subnet-1"]] {
		document := in_network("Task", {"subnets": used, "assignPublicIp": "ENABLED"})
		count(public_ip.violation) == 0 with input as fixture.with_parameters(document, subnets)
	}
	every used in [["subnet-1", "subnet-3"], [], "subnet-1", null, [fixture.marker]] {
		document := in_network("Task", {"subnets": used, "assignPublicIp": "ENABLED"})
		count(public_ip.violation) == 1 with input as fixture.with_parameters(document, subnets)
	}
}

test_refuses_wrong_types if {
	every wrong in ["enabled", "disabled", "", true, false, null, [], {}] {
		count(public_ip.violation) == 1 with input as assigning(wrong)
	}
	count(public_ip.violation) == 1 with input as in_network("Task", "DISABLED")
}

test_unknown if {
	found := public_ip.violation with input as assigning(fixture.marker)
	fixture.only_unknown(found, "/networkConfiguration/awsvpcConfiguration/assignPublicIp")
	network := public_ip.violation with input as in_network("Task", fixture.marker)
	fixture.only_unknown(network, "/networkConfiguration/awsvpcConfiguration")
	all := public_ip.violation with input as fixture.launching("TaskSet", "CREATE", {"networkConfiguration": fixture.marker})
	fixture.only_unknown(all, "/networkConfiguration")
}

test_unknown_subnets_that_may_be_allowed if {
	every subnets, field in {
		["subnet-1", fixture.marker]: "subnets/1",
		["subnet-2", fixture.marker]: "assignPublicIp",
		["subnet-1", null, fixture.marker]: "assignPublicIp",
	} {
		network := {"awsvpcConfiguration": {"assignPublicIp": "ENABLED", "subnets": subnets}}
		call := fixture.launching("Service", "CREATE", {"networkConfiguration": network})
		found := public_ip.violation with input as fixture.with_parameters(call, {"allowedSubnets": ["subnet-1"]})
		fixture.fields(found) == {$"/networkConfiguration/awsvpcConfiguration/{field}"}
		anywhere := public_ip.violation with input as call
		fixture.fields(anywhere) == {"/networkConfiguration/awsvpcConfiguration/assignPublicIp"}
	}
}

test_refuses_unknown_subnets_where_none_is_allowed if {
	network := {"awsvpcConfiguration": {"assignPublicIp": "ENABLED", "subnets": [fixture.marker]}}
	found := public_ip.violation with input as fixture.launching("Service", "CREATE", {"networkConfiguration": network})
	fixture.fields(found) == {"/networkConfiguration/awsvpcConfiguration/assignPublicIp"}
}
