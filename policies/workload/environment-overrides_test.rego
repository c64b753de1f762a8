package policies.workload["environment-overrides_test"]

import data.lib.fixture_test as fixture
import data.policies.workload["environment-overrides"] as environment_overrides

overriding(overrides) := fixture.launching("Task", "CREATE", {"taskDefinition": "web:1", "overrides": overrides})

of_web(override) := overriding({"containerOverrides": [{"name": "db"}, object.union({"name": "web"}, override)]})

file := "arn:aws:s3:::settings/web.env"

test_allows_none if {
	every overrides in [{}, {"containerOverrides": []}, {"containerOverrides": [{"name": "web", "command": ["sh"], "environment": []}]}] {
		count(environment_overrides.violation) == 0 with input as overriding(overrides)
	}
	count(environment_overrides.violation) == 0 with input as fixture.launching("Task", "CREATE", {})
}

test_refuses_variables if {
	found := environment_overrides.violation with input as of_web({"environment": [{"name": "LD_PRELOAD", "value": "/tmp/x.so"}]})
	found == {{
		"msg": "the environment of container web is overridden: LD_PRELOAD",
		"field": "/overrides/containerOverrides/1/environment/0/name",
	}}
}

test_refuses_files if {
	found := environment_overrides.violation with input as of_web({"environmentFiles": [{"type": "s3", "value": file}]})
	found == {{
		"msg": "the environment of container web is overridden by the file arn:aws:s3:::settings/web.env",
		"field": "/overrides/containerOverrides/1/environmentFiles/0/value",
	}}
}

test_allowed_names if {
	document := of_web({"environment": [{"name": "JOB_ID"}, {"name": "STAGE"}]})
	count(environment_overrides.violation) == 0 with input as fixture.with_parameters(document, {"allowedNames": ["JOB_*", "STAGE"]})
	found := environment_overrides.violation with input as fixture.with_parameters(document, {"allowedNames": ["JOB_*"]})
	fixture.fields(found) == {"/overrides/containerOverrides/1/environment/1/name"}
}

test_allowed_files if {
	document := of_web({"environmentFiles": [{"value": file}]})
	count(environment_overrides.violation) == 0 with input as fixture.with_parameters(document, {"allowedFiles": ["arn:aws:s3:::settings/*"]})
	count(environment_overrides.violation) == 1 with input as fixture.with_parameters(document, {"allowedFiles": ["arn:aws:s3:::other/*"]})
}

test_ignored_containers if {
	document := of_web({"environment": [{"name": "A"}], "environmentFiles": [{"value": file}]})
	count(environment_overrides.violation) == 0 with input as fixture.with_parameters(document, {"ignoreContainers": ["web"]})
	count(environment_overrides.violation) == 2 with input as fixture.with_parameters(document, {"ignoreContainers": ["db"]})
}

test_refuses_wrong_types if {
	every wrong in [null, "HIDDEN_DUE_TO_SECURITY_REASONS", {}, [null], ["A"], [{}], [{"name": 1}]] {
		count(environment_overrides.violation) == 1 with input as of_web({"environment": wrong})
		count(environment_overrides.violation) == 1 with input as of_web({"environmentFiles": wrong})
	}
	count(environment_overrides.violation) == 2 with input as overriding("A=b")
}

test_unknown if {
	every overrides in [
		fixture.marker,
		{"containerOverrides": fixture.marker},
		{"containerOverrides": [fixture.marker]},
		{"containerOverrides": [{"environment": fixture.marker, "environmentFiles": fixture.marker}]},
	] {
		found := environment_overrides.violation with input as overriding(overrides)
		count(found) == 2
		fixture.only_unknown(found, "/overrides/containerOverrides/0")
	}
}
