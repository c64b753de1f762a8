package policies.workload["init-process_test"]

import data.lib.fixture_test as fixture
import data.policies.workload["init-process"] as init_process

with_init(found) := fixture.with_container("linuxParameters/initProcessEnabled", found)

test_allows_init if {
	count(init_process.violation) == 0 with input as with_init(true)
}

test_refuses_containers_without_one if {
	found := init_process.violation with input as fixture.compliant
	found == {{
		"msg": "container web runs without an init process",
		"field": "/containerDefinitions/0/linuxParameters/initProcessEnabled",
	}}
}

test_refuses_without_linux_parameters if {
	count(init_process.violation) == 1 with input as fixture.without_container("linuxParameters")
}

test_refuses_everything_but_true if {
	every wrong in [false, "true", 1, null, [], {}] {
		count(init_process.violation) == 1 with input as with_init(wrong)
	}
	count(init_process.violation) == 1 with input as fixture.with_container("linuxParameters", null)
}

test_refuses_when_run if {
	found := init_process.violation with input as fixture.running(fixture.compliant)
	fixture.fields(found) == {"/context/taskDefinition/containerDefinitions/0/linuxParameters/initProcessEnabled"}
}

test_windows_is_not_applicable if {
	found := init_process.violation with input as fixture.windows([])
	[violation.outcome | some violation in found] == ["notApplicable"]
	count(found) == 1
}

test_unknown if {
	every case in fixture.unknown(["/containerDefinitions/0/linuxParameters", "/containerDefinitions/0/linuxParameters/initProcessEnabled", "/containerDefinitions"]) {
		found := init_process.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
	container := fixture.registering([{"op": "replace", "path": "/containerDefinitions/0", "value": fixture.marker}])
	found := init_process.violation with input as container
	fixture.only_unknown(found, "/containerDefinitions/0")
}

test_unknown_operating_system if {
	every pointer in ["/runtimePlatform", "/runtimePlatform/operatingSystemFamily"] {
		lacking := fixture.with_member(pointer, fixture.marker)
		found := init_process.violation with input as lacking
		fixture.only_unknown(found, pointer)
	}
}

test_patch_mends if {
	bare := fixture.without_container("linuxParameters")
	every given in [fixture.compliant, bare] {
		operations := init_process.patch with input as given
		count(operations) == 1
		mended := fixture.mended(given, operations)
		count(init_process.violation) == 0 with input as mended
		count(init_process.patch) == 0 with input as mended
	}
}

test_patch_leaves_what_is_written if {
	every written in [false, true, "true", null] {
		count(init_process.patch) == 0 with input as with_init(written)
	}
	count(init_process.patch) == 0 with input as fixture.with_container("linuxParameters", null)
	count(init_process.patch) == 0 with input as fixture.windows([])
	ignoring := fixture.with_parameters(fixture.compliant, {"ignoreContainers": ["we*"]})
	count(init_process.patch) == 0 with input as ignoring
}

test_patch_leaves_what_is_not_known if {
	every pointer in ["/runtimePlatform", "/runtimePlatform/operatingSystemFamily", "/containerDefinitions/0/linuxParameters"] {
		count(init_process.patch) == 0 with input as fixture.with_member(pointer, fixture.marker)
	}
	replaced := fixture.registering([{"op": "replace", "path": "/containerDefinitions/0", "value": fixture.marker}])
	count(init_process.patch) == 0 with input as replaced
}
