package policies.workload.capabilities_test

import data.lib.fixture_test as fixture
import data.policies.workload.capabilities

adding(list) := fixture.with_container("linuxParameters", {"capabilities": {"add": list}})

test_allows_sys_ptrace if {
	every spelling in ["SYS_PTRACE", "CAP_SYS_PTRACE", "sys_ptrace", "Cap_Sys_Ptrace"] {
		count(capabilities.violation) == 0 with input as adding([spelling])
	}
}

test_allows_none if {
	count(capabilities.violation) == 0 with input as adding([])
	count(capabilities.violation) == 0 with input as fixture.without_container("linuxParameters")
}

test_allows_dropping if {
	document := fixture.with_container("linuxParameters", {"capabilities": {"drop": ["ALL", "SYS_ADMIN"]}})
	count(capabilities.violation) == 0 with input as document
}

test_refuses_each_other_one if {
	found := capabilities.violation with input as adding(["SYS_PTRACE", "SYS_ADMIN", "NET_ADMIN"])
	fixture.fields(found) == {
		"/containerDefinitions/0/linuxParameters/capabilities/add/1",
		"/containerDefinitions/0/linuxParameters/capabilities/add/2",
	}
}

test_names_what_is_added if {
	found := capabilities.violation with input as adding(["cap_sys_admin"])
	{violation.msg | some violation in found} == {"container web adds the capability cap_sys_admin"}
}

test_refuses_disguises if {
	every spelling in ["ALL", "all", "CAP_ALL", " SYS_ADMIN", "CAP_CAP_SYS_PTRACE", "SYS_PTRACE,SYS_ADMIN", "*", ""] {
		count(capabilities.violation) == 1 with input as adding([spelling])
	}
}

test_refuses_wrong_types if {
	every wrong in ["SYS_PTRACE", {}, null, 1] {
		count(capabilities.violation) == 1 with input as adding(wrong)
	}
	every wrong in [null, 1, ["SYS_PTRACE"], {"SYS_PTRACE": true}] {
		count(capabilities.violation) == 1 with input as adding([wrong])
	}
}

test_allowed_capabilities if {
	document := fixture.with_parameters(adding(["CAP_NET_ADMIN"]), {"allowedCapabilities": ["net_admin"]})
	count(capabilities.violation) == 0 with input as document
}

test_none_allowed if {
	document := fixture.with_parameters(adding(["SYS_PTRACE"]), {"allowedCapabilities": []})
	count(capabilities.violation) == 1 with input as document
}

test_windows_is_not_applicable if {
	adding_all := {"op": "add", "path": "/containerDefinitions/0/linuxParameters", "value": {"capabilities": {"add": ["ALL"]}}}
	found := capabilities.violation with input as fixture.windows([adding_all])
	[violation.outcome | some violation in found] == ["notApplicable"]
	count(found) == 1
}

test_unknown if {
	every case in fixture.unknown_container("linuxParameters/capabilities/add/0") {
		found := capabilities.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
	every member in ["linuxParameters", "linuxParameters/capabilities", "linuxParameters/capabilities/add"] {
		found := capabilities.violation with input as fixture.with_container(member, fixture.marker)
		fixture.only_unknown(found, $"/containerDefinitions/0/{member}")
	}
}
