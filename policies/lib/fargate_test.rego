package lib.fargate_test

import data.lib.fargate
import data.lib.fixture_test as fixture
import data.lib.target_fixture_test as on

requiring(list) := fixture.with_member("/requiresCompatibilities", list)

run(list, members) := on.launching(requiring(list), members)

test_a_definition_for_fargate if {
	every list in [["FARGATE"], ["EC2", "FARGATE"], [fixture.marker, "FARGATE"]] {
		fargate.applies with input as requiring(list)
		count(fargate.otherwise) == 0 with input as requiring(list)
	}
}

test_a_definition_for_something_else if {
	every document in [requiring(["EC2"]), requiring([]), requiring(["MANAGED_INSTANCES", "EXTERNAL"]), fixture.compliant] {
		not fargate.applies with input as document
		fargate.otherwise == {{"outcome": "notApplicable", "msg": "the task does not run on Fargate"}} with input as document
	}
}

test_daemons_do_not_run_there if {
	document := json.patch(requiring(["FARGATE"]), [{"op": "add", "path": "/request/kind", "value": "DaemonTaskDefinition"}])
	not fargate.applies with input as document
	found := fargate.otherwise with input as document
	on.not_applicable(found)
}

test_unknown_definition if {
	every case in [
		{"list": fixture.marker, "at": 0},
		{"list": [fixture.marker], "at": 0},
		{"list": ["EC2", fixture.marker], "at": 1},
	] {
		not fargate.applies with input as requiring(case.list)
		fargate.otherwise == {{
			"msg": "whether the task runs on Fargate cannot be judged before it is deployed (Ref Something)",
			"field": $"/requiresCompatibilities/{case.at}",
		}} with input as requiring(case.list)
	}
}

test_unreadable_definition if {
	every list in ["FARGATE", {}, null, [1]] {
		not fargate.applies with input as requiring(list)
		fargate.otherwise == {{
			"msg": "whether the task runs on Fargate cannot be read",
			"field": "/requiresCompatibilities/0",
		}} with input as requiring(list)
	}
}

test_the_call_decides if {
	fargate.applies with input as run(["EC2"], {"launchType": "FARGATE"})
	every members in [
		{"launchType": "EC2"},
		{"launchType": "EXTERNAL"},
		{"launchType": "MANAGED_INSTANCES"},
		{"capacityProviderStrategy": on.provider("own")},
	] {
		not fargate.applies with input as run(["FARGATE"], members)
		found := fargate.otherwise with input as run(["FARGATE"], members)
		on.not_applicable(found)
	}
}

test_where_the_call_does_not_say_the_definition_does if {
	fargate.applies with input as run(["FARGATE"], {})
	found := fargate.otherwise with input as run(["EC2"], {})
	on.not_applicable(found)
	not fargate.applies with input as run(["EC2"], {})
}

test_unknown_call if {
	document := run(["FARGATE"], {"launchType": fixture.marker})
	not fargate.applies with input as document
	found := fargate.otherwise with input as document
	fixture.only_unknown(found, "/launchType")
}

test_unreadable_call if {
	document := run(["FARGATE"], {"launchType": "LAMBDA"})
	not fargate.applies with input as document
	found := fargate.otherwise with input as document
	fixture.fields(found) == {"/launchType"}
}
