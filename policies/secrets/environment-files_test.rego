package policies.secrets["environment-files_test"]

import data.lib.fixture_test as fixture
import data.policies.secrets["environment-files"] as environment_files

using(found) := fixture.with_container("environmentFiles", [{"type": "s3", "value": found}])

file := "arn:aws:s3:::config/app/prod.env"

parameters := {"allowedBuckets": ["config"]}

test_allows_none if {
	count(environment_files.violation) == 0 with input as fixture.compliant
	count(environment_files.violation) == 0 with input as fixture.with_container("environmentFiles", [])
}

test_allowed_buckets if {
	every buckets in [["config"], ["conf*"], ["other", "config"]] {
		count(environment_files.violation) == 0 with input as fixture.with_parameters(using(file), {"allowedBuckets": buckets})
	}
	every buckets in [[], ["app"], ["confi"], "config", null] {
		count(environment_files.violation) == 1 with input as fixture.with_parameters(using(file), {"allowedBuckets": buckets})
	}
}

test_refuses_other_buckets if {
	environment_files.violation == {{
		"msg": "container web: the environment file comes from the bucket config",
		"field": "/containerDefinitions/0/environmentFiles/0/value",
	}} with input as using(file)
}

test_refuses_what_is_no_file if {
	every found in ["config/app.env", "arn:aws:s3:::config", "arn:aws:ssm:eu-west-1:123456789012:parameter/config", ""] {
		messages := {violation.msg | some violation in environment_files.violation} with input as fixture.with_parameters(
			using(found),
			{"allowedBuckets": ["*"]},
		)
		messages == {"container web: the environment file is no object in S3"}
	}
}

test_refuses_other_types if {
	document := fixture.with_container("environmentFiles", [{"type": "https", "value": file}])
	environment_files.violation == {{
		"msg": "container web: the type of an environment file is not s3",
		"field": "/containerDefinitions/0/environmentFiles/0/type",
	}} with input as fixture.with_parameters(document, parameters)
}

test_refuses_when_run if {
	found := environment_files.violation with input as fixture.running(using(file))
	fixture.fields(found) == {"/context/taskDefinition/containerDefinitions/0/environmentFiles/0/value"}
}

test_refuses_wrong_types if {
	every wrong in [null, 1, ["config"], {}] {
		count(environment_files.violation) == 1 with input as using(wrong)
	}
	every wrong in ["config", null, {"value": file}, ["config"], [{}]] {
		count(environment_files.violation) == 2 with input as fixture.with_container("environmentFiles", wrong)
	}
	every wrong in ["S3", "", null, 1] {
		document := fixture.with_container("environmentFiles", [{"type": wrong, "value": file}])
		count(environment_files.violation) == 1 with input as fixture.with_parameters(document, parameters)
	}
}

test_unknown if {
	every case in fixture.unknown_container("environmentFiles") {
		found := environment_files.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
	found := environment_files.violation with input as fixture.with_parameters(using(fixture.marker), parameters)
	fixture.only_unknown(found, "/containerDefinitions/0/environmentFiles/0/value")
}
