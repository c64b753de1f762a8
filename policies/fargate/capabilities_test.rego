package policies.fargate.capabilities_test

import data.lib.fixture_test as fixture
import data.lib.target_fixture_test as on
import data.policies.fargate.capabilities

having(member, list) := fixture.with_container("linuxParameters", {"capabilities": {member: list}})

test_allows_sys_ptrace if {
	count(capabilities.violation) == 0 with input as having("add", ["SYS_PTRACE"])
	count(capabilities.violation) == 0 with input as having("add", [])
	count(capabilities.violation) == 0 with input as fixture.without_container("linuxParameters")
}

test_allows_dropping_any_that_exists if {
	count(capabilities.violation) == 0 with input as having("drop", ["ALL", "NET_RAW", "SYS_PTRACE", "MKNOD"])
}

test_refuses_adding_another if {
	capabilities.violation == {{
		"msg": "container web adds NET_ADMIN, and Fargate allows SYS_PTRACE alone",
		"field": "/containerDefinitions/0/linuxParameters/capabilities/add/1",
	}} with input as having("add", ["SYS_PTRACE", "NET_ADMIN"])
}

test_refuses_dropping_what_does_not_exist if {
	capabilities.violation == {{
		"msg": "container web drops CAP_NET_RAW, which ECS does not know",
		"field": "/containerDefinitions/0/linuxParameters/capabilities/drop/0",
	}} with input as having("drop", ["CAP_NET_RAW"])
}

test_refuses_other_spellings if {
	every name in ["sys_ptrace", "CAP_SYS_PTRACE", " SYS_PTRACE", "ALL", "", "PTRACE"] {
		count(capabilities.violation) == 1 with input as having("add", [name])
	}
	every name in ["all", "NET_RAW ", "", "NETRAW"] {
		count(capabilities.violation) == 1 with input as having("drop", [name])
	}
}

test_refuses_when_run if {
	found := capabilities.violation with input as fixture.running(having("add", ["SYS_ADMIN"]))
	fixture.fields(found) == {"/context/taskDefinition/containerDefinitions/0/linuxParameters/capabilities/add/0"}
}

test_refuses_wrong_types if {
	every member in ["add", "drop"] {
		every wrong in ["SYS_PTRACE", {}, null, 1, [null], [["SYS_PTRACE"]]] {
			count(capabilities.violation) == 1 with input as having(member, wrong)
		}
	}
}

test_not_applicable_to_windows if {
	adding := {"op": "add", "path": "/containerDefinitions/0/linuxParameters", "value": {"capabilities": {"add": ["ALL"]}}}
	found := capabilities.violation with input as fixture.windows([adding])
	on.not_applicable(found)
}

test_unknown if {
	every member in ["add", "drop"] {
		every case in fixture.unknown_container($"linuxParameters/capabilities/{member}/0") {
			found := capabilities.violation with input as case.input
			fixture.only_unknown(found, case.pointer)
		}
	}
	every member in ["linuxParameters", "linuxParameters/capabilities", "linuxParameters/capabilities/add"] {
		found := capabilities.violation with input as fixture.with_container(member, fixture.marker)
		fixture.only_unknown(found, $"/containerDefinitions/0/{member}")
	}
}
