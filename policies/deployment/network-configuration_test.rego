package policies.deployment["network-configuration_test"]

import data.lib.fixture_test as fixture
import data.policies.deployment["network-configuration"] as network_configuration

subnets := {"networkConfiguration": {"awsvpcConfiguration": {"subnets": ["subnet-1"]}}}

in_mode(mode, call) := fixture.changed(
	fixture.launching("Service", "CREATE", call),
	[{"op": "add", "path": "/context/taskDefinition/networkMode", "value": mode}],
)

field := "/networkConfiguration/awsvpcConfiguration/subnets"

test_allows_what_fits if {
	every kind in ["Task", "Service", "TaskSet"] {
		count(network_configuration.violation) == 0 with input as fixture.launching(kind, "CREATE", subnets)
	}
	every mode in ["bridge", "host", "none", "default"] {
		count(network_configuration.violation) == 0 with input as in_mode(mode, {})
	}
}

test_refuses_awsvpc_without_subnets if {
	found := network_configuration.violation with input as fixture.launching("Task", "CREATE", {})
	found == {{"msg": "the subnet that a task in awsvpc mode needs is not named", "field": field}}
	empty := {"networkConfiguration": {"awsvpcConfiguration": {"subnets": [""]}}}
	count(network_configuration.violation) == 1 with input as fixture.launching("Task", "CREATE", empty)
}

test_refuses_subnets_without_awsvpc if {
	found := network_configuration.violation with input as in_mode("bridge", subnets)
	found == {{
		"msg": "networkMode is bridge, and takes no networkConfiguration",
		"field": "/context/taskDefinition/networkMode",
	}}
	unset := json.remove(in_mode("", subnets), ["/request/context/taskDefinition/networkMode"])
	count(network_configuration.violation) == 1 with input as unset
}

test_refuses_wrong_types if {
	every wrong in [null, 1, "subnet-1", {}] {
		document := fixture.launching("Task", "CREATE", {"networkConfiguration": {"awsvpcConfiguration": {"subnets": wrong}}})
		found := network_configuration.violation with input as document
		fixture.fields(found) == {$"{field}/0"}
	}
	every wrong in [null, 1, "AWSVPC"] {
		count(network_configuration.violation) == 1 with input as in_mode(wrong, subnets)
	}
}

test_unknown if {
	pointers := ["/networkConfiguration", "/networkConfiguration/awsvpcConfiguration", field]
	every case in fixture.unknown_object(fixture.launching("Task", "CREATE", subnets), pointers) {
		found := network_configuration.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
	every call in [subnets, {}] {
		found := network_configuration.violation with input as in_mode(fixture.marker, call)
		fixture.only_unknown(found, "/context/taskDefinition/networkMode")
	}
}
