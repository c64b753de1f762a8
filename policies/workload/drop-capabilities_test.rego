package policies.workload["drop-capabilities_test"]

import data.lib.fixture_test as fixture
import data.policies.workload["drop-capabilities"] as drop_capabilities

dropping(list) := fixture.with_container("linuxParameters", {"capabilities": {"drop": list}})

test_allows_dropping_all if {
	count(drop_capabilities.violation) == 0 with input as fixture.compliant
	count(drop_capabilities.violation) == 0 with input as dropping(["NET_RAW", "ALL"])
}

test_refuses_containers_that_keep_them if {
	found := drop_capabilities.violation with input as fixture.without_container("linuxParameters")
	found == {{
		"msg": "container web does not drop the capability ALL",
		"field": "/containerDefinitions/0/linuxParameters/capabilities/drop",
	}}
}

test_refuses_dropping_some if {
	every list in [[], ["NET_RAW"], ["ALL,NET_RAW"], [""]] {
		count(drop_capabilities.violation) == 1 with input as dropping(list)
	}
}

test_required_drop_capabilities if {
	required := {"requiredDropCapabilities": ["NET_RAW", "CAP_MKNOD"]}
	count(drop_capabilities.violation) == 0 with input as fixture.with_parameters(dropping(["NET_RAW", "MKNOD"]), required)
	count(drop_capabilities.violation) == 0 with input as fixture.with_parameters(dropping(["ALL"]), required)
	found := drop_capabilities.violation with input as fixture.with_parameters(dropping(["NET_RAW"]), required)
	{violation.msg | some violation in found} == {"container web does not drop the capability CAP_MKNOD"}
}

test_refuses_wrong_types if {
	every wrong in ["ALL", null, {}, 1, [null], [1], {"0": "ALL"}] {
		count(drop_capabilities.violation) == 1 with input as dropping(wrong)
	}
}

test_refuses_when_run if {
	found := drop_capabilities.violation with input as fixture.running(dropping([]))
	fixture.fields(found) == {"/context/taskDefinition/containerDefinitions/0/linuxParameters/capabilities/drop"}
}

test_windows_is_not_applicable if {
	found := drop_capabilities.violation with input as fixture.windows([{"op": "remove", "path": "/containerDefinitions/0/linuxParameters"}])
	[violation.outcome | some violation in found] == ["notApplicable"]
	count(found) == 1
}

test_unknown if {
	every case in fixture.unknown(["/containerDefinitions/0/linuxParameters", "/containerDefinitions/0/linuxParameters/capabilities", "/containerDefinitions/0/linuxParameters/capabilities/drop", "/containerDefinitions"]) {
		found := drop_capabilities.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
	container := fixture.registering([{"op": "replace", "path": "/containerDefinitions/0", "value": fixture.marker}])
	found := drop_capabilities.violation with input as container
	fixture.only_unknown(found, "/containerDefinitions/0")
}

test_unknown_capability if {
	found := drop_capabilities.violation with input as dropping(["NET_RAW", fixture.marker])
	fixture.only_unknown(found, "/containerDefinitions/0/linuxParameters/capabilities/drop/1")
}

test_unknown_operating_system if {
	every pointer in ["/runtimePlatform", "/runtimePlatform/operatingSystemFamily"] {
		lacking := json.patch(fixture.with_member(pointer, fixture.marker), [{"op": "remove", "path": "/request/object/containerDefinitions/0/linuxParameters"}])
		found := drop_capabilities.violation with input as lacking
		fixture.only_unknown(found, pointer)
	}
}

# `CAP_ALL` is no capability, so it drops nothing.
test_refuses_other_spellings if {
	every drop in ["CAP_ALL", "all", " ALL", "CAP_NET_RAW"] {
		count(drop_capabilities.violation) == 1 with input as dropping([drop])
	}
}
