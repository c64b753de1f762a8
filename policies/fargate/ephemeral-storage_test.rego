package policies.fargate["ephemeral-storage_test"]

import data.lib.fixture_test as fixture
import data.lib.target_fixture_test as on
import data.policies.fargate["ephemeral-storage"] as ephemeral_storage

of(gib) := on.with_member("/ephemeralStorage", {"sizeInGiB": gib})

test_allows_21_to_200_and_the_default if {
	every gib in [21, 100, 200] {
		count(ephemeral_storage.violation) == 0 with input as of(gib)
	}
	count(ephemeral_storage.violation) == 0 with input as on.registering([])
}

test_refuses_others if {
	ephemeral_storage.violation == {{
		"msg": "ephemeralStorage of 20 GiB is not from 21 to 200 GiB",
		"field": "/ephemeralStorage/sizeInGiB",
	}} with input as of(20)
	every gib in [0, -1, 201, 30.5, "30", null, true, [], {}] {
		count(ephemeral_storage.violation) == 1 with input as of(gib)
	}
	every storage in [{}, null, 30, []] {
		count(ephemeral_storage.violation) == 1 with input as on.with_member("/ephemeralStorage", storage)
	}
}

test_refuses_when_run if {
	found := ephemeral_storage.violation with input as on.launching(of(500), {"launchType": "FARGATE"})
	fixture.fields(found) == {"/context/taskDefinition/ephemeralStorage/sizeInGiB"}
}

test_not_applicable_elsewhere if {
	found := ephemeral_storage.violation with input as on.elsewhere(of(500))
	on.not_applicable(found)
}

test_unknown if {
	every case in fixture.unknown(["/ephemeralStorage"]) {
		found := ephemeral_storage.violation with input as on.fargate(case.input)
		fixture.only_unknown(found, case.pointer)
	}
	found := ephemeral_storage.violation with input as of(fixture.marker)
	fixture.only_unknown(found, "/ephemeralStorage/sizeInGiB")
}
