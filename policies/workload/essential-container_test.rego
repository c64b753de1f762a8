package policies.workload["essential-container_test"]

import data.lib.fixture_test as fixture
import data.policies.workload["essential-container"] as essential_container

of_two(first, second) := fixture.registering([
	{"op": "add", "path": "/containerDefinitions/0/essential", "value": first},
	{"op": "add", "path": "/containerDefinitions/-", "value": {"name": "agent", "image": "agent:1", "essential": second}},
])

test_allows_one if {
	count(essential_container.violation) == 0 with input as fixture.compliant
	count(essential_container.violation) == 0 with input as of_two(true, false)
	count(essential_container.violation) == 0 with input as of_two(false, true)
	count(essential_container.violation) == 0 with input as of_two(fixture.marker, true)
}

test_refuses_tasks_without_one if {
	found := essential_container.violation with input as fixture.with_container("essential", false)
	found == {{
		"msg": "container web is not essential, and neither is any other",
		"field": "/containerDefinitions/0/essential",
	}}
}

test_refuses_all_of_them if {
	found := essential_container.violation with input as of_two(false, false)
	fixture.fields(found) == {"/containerDefinitions/0/essential", "/containerDefinitions/1/essential"}
}

test_refuses_no_containers if {
	found := essential_container.violation with input as fixture.with_member("/containerDefinitions", [])
	{violation.msg | some violation in found} == {"container #0 cannot be read"}
}

test_refuses_wrong_types if {
	every wrong in [null, "true", 1, []] {
		found := essential_container.violation with input as of_two(wrong, false)
		fixture.fields(found) == {"/containerDefinitions/0/essential"}
	}
}

test_refuses_when_run if {
	found := essential_container.violation with input as fixture.running(fixture.with_container("essential", false))
	fixture.fields(found) == {"/context/taskDefinition/containerDefinitions/0/essential"}
}

test_unknown if {
	every case in fixture.unknown(["/containerDefinitions/0/essential", "/containerDefinitions"]) {
		found := essential_container.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
	found := essential_container.violation with input as of_two(fixture.marker, false)
	fixture.only_unknown(found, "/containerDefinitions/0/essential")
}
