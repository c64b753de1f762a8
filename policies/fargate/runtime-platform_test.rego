package policies.fargate["runtime-platform_test"]

import data.lib.fixture_test as fixture
import data.lib.target_fixture_test as on
import data.policies.fargate["runtime-platform"] as runtime_platform

of(platform) := on.with_member("/runtimePlatform", platform)

test_allows_what_fargate_has if {
	every platform in [
		{},
		{"operatingSystemFamily": "LINUX", "cpuArchitecture": "ARM64"},
		{"cpuArchitecture": "X86_64"},
		{"operatingSystemFamily": "WINDOWS_SERVER_2019_CORE"},
		{"operatingSystemFamily": "WINDOWS_SERVER_2019_FULL"},
		{"operatingSystemFamily": "WINDOWS_SERVER_2022_CORE", "cpuArchitecture": "X86_64"},
		{"operatingSystemFamily": "WINDOWS_SERVER_2022_FULL"},
	] {
		count(runtime_platform.violation) == 0 with input as of(platform)
	}
	count(runtime_platform.violation) == 0 with input as on.registering([{"op": "remove", "path": "/runtimePlatform"}])
}

test_refuses_other_operating_systems if {
	runtime_platform.violation == {{
		"msg": "operatingSystemFamily is WINDOWS_SERVER_2016_FULL, which Fargate does not have",
		"field": "/runtimePlatform/operatingSystemFamily",
	}} with input as of({"operatingSystemFamily": "WINDOWS_SERVER_2016_FULL"})
	every wrong in ["linux", "", null, 1, {}] {
		count(runtime_platform.violation) == 1 with input as of({"operatingSystemFamily": wrong})
	}
}

test_refuses_other_architectures if {
	runtime_platform.violation == {{
		"msg": "cpuArchitecture is ARM64, which Fargate does not have for Windows",
		"field": "/runtimePlatform/cpuArchitecture",
	}} with input as of({"operatingSystemFamily": "WINDOWS_SERVER_2022_CORE", "cpuArchitecture": "ARM64"})
	runtime_platform.violation == {{
		"msg": "cpuArchitecture is arm64, which Fargate does not have",
		"field": "/runtimePlatform/cpuArchitecture",
	}} with input as of({"cpuArchitecture": "arm64"})
	every wrong in ["AMD64", "", null, 1, {}] {
		count(runtime_platform.violation) == 1 with input as of({"cpuArchitecture": wrong})
	}
}

test_refuses_what_cannot_be_read if {
	count(runtime_platform.violation) == 2 with input as of("LINUX/X86_64")
}

test_operating_systems if {
	document := fixture.with_parameters(
		of({"operatingSystemFamily": "WINDOWS_SERVER_2025_CORE"}),
		{"operatingSystems": ["LINUX", "WINDOWS_SERVER_2025_CORE"]},
	)
	count(runtime_platform.violation) == 0 with input as document
	narrowed := fixture.with_parameters(of({"operatingSystemFamily": "WINDOWS_SERVER_2022_CORE"}), {"operatingSystems": ["LINUX"]})
	count(runtime_platform.violation) == 1 with input as narrowed
}

test_refuses_when_run if {
	document := on.launching(of({"cpuArchitecture": "ARM"}), {"launchType": "FARGATE"})
	found := runtime_platform.violation with input as document
	fixture.fields(found) == {"/context/taskDefinition/runtimePlatform/cpuArchitecture"}
}

test_not_applicable_elsewhere if {
	every platform in [{"cpuArchitecture": "ARM"}, {"operatingSystemFamily": "WINDOWS_SERVER_2016_FULL"}] {
		found := runtime_platform.violation with input as on.elsewhere(of(platform))
		on.not_applicable(found)
	}
}

test_unknown if {
	every case in fixture.unknown(["/runtimePlatform", "/runtimePlatform/operatingSystemFamily", "/runtimePlatform/cpuArchitecture"]) {
		found := runtime_platform.violation with input as on.fargate(case.input)
		fixture.only_unknown(found, case.pointer)
	}
}
