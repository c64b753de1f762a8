package policies.storage["s3-files_test"]

import data.lib.fixture_test as fixture
import data.policies.storage["s3-files"] as s3_files

of_volume(configuration) := fixture.with_member("/volumes/0", {"name": "data", "s3filesVolumeConfiguration": configuration})

test_allows_other_volumes if {
	count(s3_files.violation) == 0 with input as fixture.compliant
	count(s3_files.violation) == 0 with input as fixture.registering([{"op": "remove", "path": "/volumes"}])
}

own := "arn:aws:s3files:eu-west-1:123456789012:file-system/fs-1"

other := "arn:aws:s3files:eu-west-1:999999999999:file-system/fs-1"

test_allows_own_file_systems if {
	count(s3_files.violation) == 0 with input as of_volume({"fileSystemArn": own})
}

test_refuses_file_systems_of_others if {
	found := s3_files.violation with input as of_volume({"fileSystemArn": "arn:aws:s3files:eu-west-1:999999999999:file-system/fs-1"})
	found == {{
		"msg": "the S3 Files volume data mounts the file system arn:aws:s3files:eu-west-1:999999999999:file-system/fs-1",
		"field": "/volumes/0/s3filesVolumeConfiguration/fileSystemArn",
	}}
}

test_refuses_where_the_account_is_not_known if {
	count(s3_files.violation) == 1 with input as json.remove(of_volume({"fileSystemArn": own}), ["/request/account"])
}

test_allowed_file_systems if {
	allowed := {"allowedFileSystems": [other]}
	count(s3_files.violation) == 0 with input as fixture.with_parameters(of_volume({"fileSystemArn": other}), allowed)
	count(s3_files.violation) == 1 with input as fixture.with_parameters(of_volume({"fileSystemArn": own}), allowed)
	anything := {"allowedFileSystems": ["*"]}
	count(s3_files.violation) == 1 with input as fixture.with_parameters(of_volume({"fileSystemArn": "fs-1"}), anything)
}

test_require_access_point if {
	required := {"requireAccessPoint": true}
	found := s3_files.violation with input as fixture.with_parameters(of_volume({"fileSystemArn": own}), required)
	found == {{
		"msg": "the S3 Files volume data is mounted without an access point",
		"field": "/volumes/0/s3filesVolumeConfiguration/accessPointArn",
	}}
	point := $"{own}/access-point/fsap-1"
	count(s3_files.violation) == 0 with input as fixture.with_parameters(of_volume({"fileSystemArn": own, "accessPointArn": point}), required)
	every wrong in ["fsap-1", "", null, 1, "arn:aws:s3:::a/b"] {
		document := of_volume({"fileSystemArn": own, "accessPointArn": wrong})
		count(s3_files.violation) == 1 with input as fixture.with_parameters(document, required)
	}
}

test_refuses_wrong_types if {
	every wrong in ["", null, 1, true, [], {}] {
		count(s3_files.violation) == 1 with input as of_volume({"fileSystemArn": wrong})
	}
	count(s3_files.violation) == 1 with input as of_volume({})
}

test_refuses_what_is_no_configuration if {
	every wrong in [null, "x", 1, [], true] {
		count(s3_files.violation) == 1 with input as of_volume(wrong)
	}
}

test_refuses_when_run if {
	found := s3_files.violation with input as fixture.running(of_volume({}))
	fixture.fields(found) == {"/context/taskDefinition/volumes/0/s3filesVolumeConfiguration/fileSystemArn"}
}

test_unknown if {
	every case in fixture.unknown(["/volumes", "/volumes/0", "/volumes/0/s3filesVolumeConfiguration"]) {
		found := s3_files.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
}

test_unknown_member if {
	found := s3_files.violation with input as of_volume({"fileSystemArn": fixture.marker})
	fixture.only_unknown(found, "/volumes/0/s3filesVolumeConfiguration/fileSystemArn")
}
