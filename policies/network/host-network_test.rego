package policies.network["host-network_test"]

import data.lib.fixture_test as fixture
import data.policies.network["host-network"] as host_network

test_allows_other_modes if {
	every mode in ["awsvpc", "bridge", "default", "none"] {
		count(host_network.violation) == 0 with input as fixture.with_member("/networkMode", mode)
	}
	count(host_network.violation) == 0 with input as fixture.registering([{"op": "remove", "path": "/networkMode"}])
}

test_refuses_host if {
	found := host_network.violation with input as fixture.with_member("/networkMode", "host")
	fixture.fields(found) == {"/networkMode"}
}

test_refuses_when_run if {
	found := host_network.violation with input as fixture.running(fixture.with_member("/networkMode", "host"))
	fixture.fields(found) == {"/context/taskDefinition/networkMode"}
}

test_refuses_wrong_types if {
	every wrong in ["Host", "HOST", "host ", "", null, true, ["awsvpc"], {}] {
		count(host_network.violation) == 1 with input as fixture.with_member("/networkMode", wrong)
	}
}

test_refuses_a_missing_task_definition if {
	document := json.remove(fixture.running(fixture.compliant), ["/request/context/taskDefinition"])
	count(host_network.violation) == 1 with input as document
}

test_unknown if {
	every case in fixture.unknown(["/networkMode"]) {
		found := host_network.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
}

test_refuses_other_modes_by_name if {
	found := host_network.violation with input as fixture.with_member("/networkMode", "nat")
	{violation.msg | some violation in found} == {"networkMode is nat, which may be the host's network"}
}
