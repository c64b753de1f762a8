package policies.fargate["platform-version_test"]

import data.lib.fixture_test as fixture
import data.lib.target_fixture_test as on
import data.policies.fargate["platform-version"] as platform_version

on_version(version) := on.launching(fixture.compliant, {"launchType": "FARGATE", "platformVersion": version})

windows(version) := on.launching(fixture.windows([]), {"launchType": "FARGATE", "platformVersion": version})

test_allows_the_newest if {
	every version in ["LATEST", "1.4.0"] {
		count(platform_version.violation) == 0 with input as on_version(version)
	}
	unset := on.launching(fixture.compliant, {"launchType": "FARGATE"})
	count(platform_version.violation) == 0 with input as unset
}

test_allows_the_newest_for_windows if {
	every version in ["LATEST", "1.0.0"] {
		count(platform_version.violation) == 0 with input as windows(version)
	}
}

test_refuses_retired_ones if {
	every version in ["1.0.0", "1.1.0", "1.2.0", "1.3.0"] {
		platform_version.violation == {{
			"msg": $"platformVersion is {version}, which is retired",
			"field": "/platformVersion",
		}} with input as on_version(version)
	}
}

test_refuses_others if {
	platform_version.violation == {{
		"msg": "platformVersion is 1.5.0, not one that is allowed",
		"field": "/platformVersion",
	}} with input as on_version("1.5.0")
	platform_version.violation == {{
		"msg": "platformVersion is 1.3.0, not one that is allowed",
		"field": "/platformVersion",
	}} with input as windows("1.3.0")
	every wrong in ["latest", "", null, 1.4, [], {}] {
		count(platform_version.violation) == 1 with input as on_version(wrong)
	}
}

test_judges_what_a_service_keeps if {
	update := fixture.changed(
		fixture.launching("Service", "UPDATE", {"desiredCount": 2}),
		[{"op": "add", "path": "/context/service", "value": {"launchType": "FARGATE", "platformVersion": "1.3.0"}}],
	)
	found := platform_version.violation with input as update
	fixture.fields(found) == {"/context/service/platformVersion"}
}

test_not_applicable_elsewhere if {
	document := on.launching(fixture.compliant, {"launchType": "EC2", "platformVersion": "1.3.0"})
	found := platform_version.violation with input as document
	on.not_applicable(found)
	family := "/context/taskDefinition/runtimePlatform/operatingSystemFamily"
	unknown_family := fixture.changed(
		on.launching(fixture.compliant, {"launchType": "EC2", "platformVersion": "1.4.0"}),
		[{"op": "add", "path": family, "value": fixture.marker}],
	)
	unclear_elsewhere := platform_version.violation with input as unknown_family
	on.not_applicable(unclear_elsewhere)
}

test_linux_versions_as_checkov_has_them if {
	parameters := {"linuxVersions": ["LATEST"]}
	count(platform_version.violation) == 0 with input as fixture.with_parameters(on_version("LATEST"), parameters)
	count(platform_version.violation) == 1 with input as fixture.with_parameters(on_version("1.4.0"), parameters)
	count(platform_version.violation) == 0 with input as fixture.with_parameters(windows("1.0.0"), parameters)
}

test_windows_versions if {
	parameters := {"windowsVersions": ["1.1.0"]}
	count(platform_version.violation) == 0 with input as fixture.with_parameters(windows("1.1.0"), parameters)
	count(platform_version.violation) == 1 with input as fixture.with_parameters(windows("LATEST"), parameters)
	count(platform_version.violation) == 0 with input as fixture.with_parameters(on_version("LATEST"), parameters)
}

test_unknown if {
	found := platform_version.violation with input as on_version(fixture.marker)
	fixture.only_unknown(found, "/platformVersion")
	launch_type := platform_version.violation with input as on.launching(fixture.compliant, {"launchType": fixture.marker})
	fixture.only_unknown(launch_type, "/launchType")
}

unclear(pointer, version) := fixture.changed(
	on_version(version),
	[{"op": "add", "path": $"/context/taskDefinition{pointer}", "value": fixture.marker}],
)

test_unknown_operating_system if {
	every pointer in ["", "/runtimePlatform", "/runtimePlatform/operatingSystemFamily"] {
		count(platform_version.violation) == 0 with input as unclear(pointer, "LATEST")
		every version in ["1.4.0", "1.0.0"] {
			found := platform_version.violation with input as unclear(pointer, version)
			fixture.only_unknown(found, $"/context/taskDefinition{pointer}")
		}
		retired := platform_version.violation with input as unclear(pointer, "1.3.0")
		fixture.fields(retired) == {"/platformVersion"}
		checkov := fixture.with_parameters(unclear(pointer, "1.4.0"), {"linuxVersions": ["LATEST"]})
		refused := platform_version.violation with input as checkov
		fixture.fields(refused) == {"/platformVersion"}
	}
}
