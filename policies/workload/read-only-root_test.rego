package policies.workload["read-only-root_test"]

import data.lib.fixture_test as fixture
import data.policies.workload["read-only-root"] as read_only_root

test_allows_read_only if {
	count(read_only_root.violation) == 0 with input as fixture.compliant
}

test_refuses_unset if {
	found := read_only_root.violation with input as fixture.without_container("readonlyRootFilesystem")
	fixture.fields(found) == {"/containerDefinitions/0/readonlyRootFilesystem"}
}

test_refuses_everything_but_true if {
	every wrong in [false, "true", 1, null, [], {}] {
		count(read_only_root.violation) == 1 with input as fixture.with_container("readonlyRootFilesystem", wrong)
	}
}

test_refuses_when_run if {
	found := read_only_root.violation with input as fixture.running(fixture.without_container("readonlyRootFilesystem"))
	fixture.fields(found) == {"/context/taskDefinition/containerDefinitions/0/readonlyRootFilesystem"}
}

test_windows_is_not_applicable if {
	removal := {"op": "remove", "path": "/containerDefinitions/0/readonlyRootFilesystem"}
	found := read_only_root.violation with input as fixture.windows([removal])
	[violation.outcome | some violation in found] == ["notApplicable"]
	count(found) == 1
}

test_refuses_pretended_windows if {
	every family in ["windows_server_2022_core", "WINDOWS", "LINUX", "", null] {
		document := json.patch(
			fixture.without_container("readonlyRootFilesystem"),
			[{"op": "add", "path": "/request/object/runtimePlatform/operatingSystemFamily", "value": family}],
		)
		count(read_only_root.violation) == 1 with input as document
	}
}

test_unknown if {
	every case in fixture.unknown_container("readonlyRootFilesystem") {
		found := read_only_root.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
}

test_unknown_operating_system if {
	every pointer in ["/runtimePlatform", "/runtimePlatform/operatingSystemFamily"] {
		lacking := json.patch(fixture.with_member(pointer, fixture.marker), [{"op": "remove", "path": "/request/object/containerDefinitions/0/readonlyRootFilesystem"}])
		found := read_only_root.violation with input as lacking
		fixture.only_unknown(found, pointer)
	}
}
