package policies.fargate["required-members_test"]

import data.lib.fixture_test as fixture
import data.lib.target_fixture_test as on
import data.policies.fargate["required-members"] as required_members

without(member) := on.registering([{"op": "remove", "path": $"/{member}"}])

test_allows_both if {
	count(required_members.violation) == 0 with input as on.registering([])
	count(required_members.violation) == 0 with input as on.with_member("/cpu", 256)
}

test_refuses_neither if {
	required_members.violation == {{"msg": "cpu is not stated", "field": "/cpu"}} with input as without("cpu")
	required_members.violation == {{"msg": "memory is not stated", "field": "/memory"}} with input as without("memory")
}

test_refuses_wrong_types if {
	every wrong in ["", null, [], {}, true] {
		count(required_members.violation) == 1 with input as on.with_member("/memory", wrong)
	}
}

test_refuses_when_run if {
	found := required_members.violation with input as on.launching(without("cpu"), {"launchType": "FARGATE"})
	fixture.fields(found) == {"/context/taskDefinition/cpu"}
}

test_not_applicable_elsewhere if {
	found := required_members.violation with input as on.elsewhere(without("cpu"))
	on.not_applicable(found)
}

test_unknown if {
	every case in fixture.unknown(["/cpu", "/memory"]) {
		sized := json.patch(on.fargate(case.input), [
		{"op": "add", "path": $"/request{other(case.pointer)}", "value": "1024"} |
			case.pointer != "/context/taskDefinition"
		])
		found := required_members.violation with input as sized
		fixture.only_unknown(found, case.pointer)
	}
}

# The member that is not unknown, in the request.
other(pointer) := replace(pointer, "cpu", "memory") if {
	startswith(pointer, "/context")
	contains(pointer, "cpu")
} else := replace(pointer, "memory", "cpu") if {
	startswith(pointer, "/context")
} else := "/object/memory" if {
	pointer == "/cpu"
} else := "/object/cpu"
