package policies.network.awsvpc_test

import data.lib.fixture_test as fixture
import data.policies.network.awsvpc

test_allows_awsvpc if {
	count(awsvpc.violation) == 0 with input as fixture.compliant
}

test_refuses_unset if {
	found := awsvpc.violation with input as fixture.registering([{"op": "remove", "path": "/networkMode"}])
	found == {{"msg": "networkMode is not awsvpc", "field": "/networkMode"}}
}

test_refuses_other_modes if {
	every mode in ["bridge", "host", "none", "AWSVPC", "", null, true, ["awsvpc"]] {
		count(awsvpc.violation) == 1 with input as fixture.with_member("/networkMode", mode)
	}
}

test_refuses_when_run if {
	found := awsvpc.violation with input as fixture.running(fixture.with_member("/networkMode", "bridge"))
	fixture.fields(found) == {"/context/taskDefinition/networkMode"}
}

test_unknown if {
	every case in fixture.unknown(["/networkMode"]) {
		found := awsvpc.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
}
