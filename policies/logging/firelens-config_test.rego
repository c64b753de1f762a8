package policies.logging["firelens-config_test"]

import data.lib.fixture_test as fixture
import data.lib.log_fixture_test as logs
import data.policies.logging["firelens-config"] as firelens_config

reading(options) := fixture.with_container("firelensConfiguration", {"type": "fluentbit", "options": options})

from(file_type, found) := reading({"config-file-type": file_type, "config-file-value": found})

in_s3 := from("s3", "arn:aws:s3:::logging/fluent.conf")

test_allows_none_and_files_of_the_image if {
	count(firelens_config.violation) == 0 with input as fixture.compliant
	count(firelens_config.violation) == 0 with input as reading({"enable-ecs-log-metadata": "true"})
	count(firelens_config.violation) == 0 with input as from("file", "/extra.conf")
	count(firelens_config.violation) == 0 with input as fixture.with_container("firelensConfiguration", {"type": "fluentbit"})
}

test_refuses_files_in_s3 if {
	firelens_config.violation == {{
		"msg": "container web: the log router's configuration is arn:aws:s3:::logging/fluent.conf",
		"field": "/containerDefinitions/0/firelensConfiguration/options/config-file-value",
	}} with input as in_s3
}

test_refuses_other_types if {
	firelens_config.violation == {{
		"msg": "container web: the log router's configuration is neither a file nor in S3",
		"field": "/containerDefinitions/0/firelensConfiguration/options/config-file-type",
	}} with input as from("https", "https://example.com/fluent.conf")
	count(firelens_config.violation) == 1 with input as reading({"config-file-value": "/extra.conf"})
}

test_refuses_when_run if {
	found := firelens_config.violation with input as fixture.running(in_s3)
	fixture.fields(found) == {"/context/taskDefinition/containerDefinitions/0/firelensConfiguration/options/config-file-value"}
}

test_allowed_buckets if {
	every buckets in [["logging"], ["log*"]] {
		count(firelens_config.violation) == 0 with input as fixture.with_parameters(in_s3, {"allowedBuckets": buckets})
	}
	every buckets in [[], ["fluent.conf"], "logging", null] {
		count(firelens_config.violation) == 1 with input as fixture.with_parameters(in_s3, {"allowedBuckets": buckets})
	}
	every found in ["logging/fluent.conf", "arn:aws:s3:::logging", "", null, 1] {
		count(firelens_config.violation) == 1 with input as fixture.with_parameters(from("s3", found), {"allowedBuckets": ["*"]})
	}
}

test_allowed_files if {
	parameters := {"allowedFiles": ["/fluent-bit/configs/*"]}
	inside := from("file", "/fluent-bit/configs/parse-json.conf")
	count(firelens_config.violation) == 0 with input as fixture.with_parameters(inside, parameters)
	count(firelens_config.violation) == 1 with input as fixture.with_parameters(from("file", "/tmp/x.conf"), parameters)
}

test_refuses_wrong_types if {
	every wrong in [null, 1, ["file"], {}] {
		count(firelens_config.violation) == 1 with input as from(wrong, "/extra.conf")
		count(firelens_config.violation) == 1 with input as from("file", wrong)
		count(firelens_config.violation) == 1 with input as reading({"config-file-value": wrong})
	}
	every wrong in [null, "file", []] {
		count(firelens_config.violation) == 1 with input as reading(wrong)
		count(firelens_config.violation) == 1 with input as fixture.with_container("firelensConfiguration", wrong)
	}
}

test_unknown if {
	router := "/containerDefinitions/0/firelensConfiguration"
	pointers := [
		"/containerDefinitions", "/containerDefinitions/0", router, $"{router}/options", $"{router}/options/config-file-type",
		$"{router}/options/config-file-value",
	]
	every case in logs.unknown(from("file", "/extra.conf"), pointers) {
		found := firelens_config.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
}
