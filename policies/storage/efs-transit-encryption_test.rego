package policies.storage["efs-transit-encryption_test"]

import data.lib.fixture_test as fixture
import data.policies.storage["efs-transit-encryption"] as efs_transit_encryption

of_volume(configuration) := fixture.with_member("/volumes/0", {"name": "data", "efsVolumeConfiguration": configuration})

test_allows_other_volumes if {
	count(efs_transit_encryption.violation) == 0 with input as fixture.compliant
	count(efs_transit_encryption.violation) == 0 with input as fixture.registering([{"op": "remove", "path": "/volumes"}])
}

test_allows_encryption if {
	count(efs_transit_encryption.violation) == 0 with input as of_volume({"fileSystemId": "fs-1", "transitEncryption": "ENABLED"})
}

test_refuses_volumes_without_encryption if {
	found := efs_transit_encryption.violation with input as of_volume({"fileSystemId": "fs-1"})
	found == {{
		"msg": "the EFS volume data is not encrypted in transit",
		"field": "/volumes/0/efsVolumeConfiguration/transitEncryption",
	}}
}

test_refuses_everything_but_enabled if {
	every wrong in ["DISABLED", "enabled", "", true, null, [], {}] {
		count(efs_transit_encryption.violation) == 1 with input as of_volume({"transitEncryption": wrong})
	}
}

test_refuses_what_is_no_configuration if {
	every wrong in [null, "x", 1, [], true] {
		count(efs_transit_encryption.violation) == 1 with input as of_volume(wrong)
	}
}

test_refuses_when_run if {
	found := efs_transit_encryption.violation with input as fixture.running(of_volume({}))
	fixture.fields(found) == {"/context/taskDefinition/volumes/0/efsVolumeConfiguration/transitEncryption"}
}

test_unknown if {
	every case in fixture.unknown(["/volumes", "/volumes/0", "/volumes/0/efsVolumeConfiguration"]) {
		found := efs_transit_encryption.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
}

test_unknown_member if {
	found := efs_transit_encryption.violation with input as of_volume({"transitEncryption": fixture.marker})
	fixture.only_unknown(found, "/volumes/0/efsVolumeConfiguration/transitEncryption")
}

test_patch_mends if {
	given := of_volume({"fileSystemId": "fs-1"})
	operations := efs_transit_encryption.patch with input as given
	operations == [{"op": "add", "path": "/volumes/0/efsVolumeConfiguration/transitEncryption", "value": "ENABLED"}]
	mended := fixture.mended(given, operations)
	count(efs_transit_encryption.violation) == 0 with input as mended
	count(efs_transit_encryption.patch) == 0 with input as mended
}

test_patch_leaves_what_is_written if {
	every written in ["DISABLED", "ENABLED", null, fixture.marker] {
		count(efs_transit_encryption.patch) == 0 with input as of_volume({"transitEncryption": written})
	}
	every wrong in [null, "x", [], fixture.marker] {
		count(efs_transit_encryption.patch) == 0 with input as of_volume(wrong)
	}
	count(efs_transit_encryption.patch) == 0 with input as fixture.compliant
}
