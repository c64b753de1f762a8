package policies.fargate["network-mode_test"]

import data.lib.fixture_test as fixture
import data.policies.fargate["network-mode"] as network_mode

test_allows_awsvpc if {
	count(network_mode.violation) == 0 with input as fixture.compliant
}

test_refuses_others if {
	network_mode.violation == {{
		"msg": "networkMode is not awsvpc, the only one that Fargate has",
		"field": "/networkMode",
	}} with input as fixture.with_member("/networkMode", "bridge")
	every mode in ["host", "none", "AWSVPC", "", null, 1, ["awsvpc"]] {
		count(network_mode.violation) == 1 with input as fixture.with_member("/networkMode", mode)
	}
}

test_refuses_none_at_all if {
	count(network_mode.violation) == 1 with input as fixture.registering([{"op": "remove", "path": "/networkMode"}])
}

test_refuses_when_run if {
	found := network_mode.violation with input as fixture.running(fixture.with_member("/networkMode", "host"))
	fixture.fields(found) == {"/context/taskDefinition/networkMode"}
}

test_unknown if {
	every case in fixture.unknown(["/networkMode"]) {
		found := network_mode.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
}
