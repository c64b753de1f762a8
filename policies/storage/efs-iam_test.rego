package policies.storage["efs-iam_test"]

import data.lib.fixture_test as fixture
import data.policies.storage["efs-iam"] as efs_iam

of_volume(configuration) := fixture.with_member("/volumes/0", {"name": "data", "efsVolumeConfiguration": configuration})

test_allows_other_volumes if {
	count(efs_iam.violation) == 0 with input as fixture.compliant
	count(efs_iam.violation) == 0 with input as fixture.registering([{"op": "remove", "path": "/volumes"}])
}

authorized(found) := of_volume({"fileSystemId": "fs-1", "authorizationConfig": {"iam": found}})

test_allows_iam if {
	count(efs_iam.violation) == 0 with input as authorized("ENABLED")
}

test_refuses_volumes_without_iam if {
	found := efs_iam.violation with input as of_volume({"fileSystemId": "fs-1"})
	found == {{
		"msg": "the EFS volume data is mounted without IAM authorization",
		"field": "/volumes/0/efsVolumeConfiguration/authorizationConfig/iam",
	}}
}

test_refuses_everything_but_enabled if {
	every wrong in ["DISABLED", "enabled", "", true, null, [], {}] {
		count(efs_iam.violation) == 1 with input as authorized(wrong)
	}
	count(efs_iam.violation) == 1 with input as of_volume({"authorizationConfig": "ENABLED"})
}

test_refuses_what_is_no_configuration if {
	every wrong in [null, "x", 1, [], true] {
		count(efs_iam.violation) == 1 with input as of_volume(wrong)
	}
}

test_refuses_when_run if {
	found := efs_iam.violation with input as fixture.running(of_volume({}))
	fixture.fields(found) == {"/context/taskDefinition/volumes/0/efsVolumeConfiguration/authorizationConfig/iam"}
}

test_unknown if {
	every case in fixture.unknown(["/volumes", "/volumes/0", "/volumes/0/efsVolumeConfiguration"]) {
		found := efs_iam.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
}

test_unknown_member if {
	found := efs_iam.violation with input as of_volume({"authorizationConfig": {"iam": fixture.marker}})
	fixture.only_unknown(found, "/volumes/0/efsVolumeConfiguration/authorizationConfig/iam")
}
