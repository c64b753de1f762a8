package policies.storage["efs-access-point_test"]

import data.lib.fixture_test as fixture
import data.policies.storage["efs-access-point"] as efs_access_point

of_volume(configuration) := fixture.with_member("/volumes/0", {"name": "data", "efsVolumeConfiguration": configuration})

test_allows_other_volumes if {
	count(efs_access_point.violation) == 0 with input as fixture.compliant
	count(efs_access_point.violation) == 0 with input as fixture.registering([{"op": "remove", "path": "/volumes"}])
}

through(point) := of_volume({"fileSystemId": "fs-1", "authorizationConfig": {"accessPointId": point}})

at_directory(directory) := of_volume({"fileSystemId": "fs-1", "rootDirectory": directory})

accepting(document) := fixture.with_parameters(document, {"acceptDirectory": true})

test_allows_access_points if {
	count(efs_access_point.violation) == 0 with input as through("fsap-1")
	every directory in ["/", ""] {
		volume := {"authorizationConfig": {"accessPointId": "fsap-1"}, "rootDirectory": directory}
		count(efs_access_point.violation) == 0 with input as of_volume(volume)
	}
}

test_refuses_volumes_without_one if {
	found := efs_access_point.violation with input as at_directory("/app")
	found == {{
		"msg": "the EFS volume data is mounted without an access point",
		"field": "/volumes/0/efsVolumeConfiguration/authorizationConfig/accessPointId",
	}}
}

test_refuses_a_directory_that_is_not_known if {
	found := efs_access_point.violation with input as at_directory(fixture.marker)
	fixture.fields(found) == {"/volumes/0/efsVolumeConfiguration/authorizationConfig/accessPointId"}
}

test_refuses_a_directory_beside_it if {
	volume := {"authorizationConfig": {"accessPointId": "fsap-1"}, "rootDirectory": "/app"}
	found := efs_access_point.violation with input as of_volume(volume)
	found == {{
		"msg": "the EFS volume data is mounted at /app beside its access point",
		"field": "/volumes/0/efsVolumeConfiguration/rootDirectory",
	}}
}

test_accept_directory if {
	count(efs_access_point.violation) == 0 with input as accepting(at_directory("/app"))
	every root in ["/", "", "//", "/.", "/..", "/app/..", null, 1] {
		count(efs_access_point.violation) == 1 with input as accepting(at_directory(root))
	}
	count(efs_access_point.violation) == 1 with input as accepting(of_volume({"fileSystemId": "fs-1"}))
	unknown := efs_access_point.violation with input as accepting(at_directory(fixture.marker))
	fixture.only_unknown(unknown, "/volumes/0/efsVolumeConfiguration/rootDirectory")
}

test_refuses_wrong_types if {
	every wrong in ["", null, 1, true, [], {}] {
		count(efs_access_point.violation) == 1 with input as through(wrong)
	}
	count(efs_access_point.violation) == 1 with input as of_volume({"authorizationConfig": "fsap-1"})
}

test_refuses_what_is_no_configuration if {
	every wrong in [null, "x", 1, [], true] {
		count(efs_access_point.violation) == 1 with input as of_volume(wrong)
	}
}

test_refuses_when_run if {
	found := efs_access_point.violation with input as fixture.running(of_volume({}))
	fixture.fields(found) == {"/context/taskDefinition/volumes/0/efsVolumeConfiguration/authorizationConfig/accessPointId"}
}

test_unknown if {
	every case in fixture.unknown(["/volumes", "/volumes/0", "/volumes/0/efsVolumeConfiguration"]) {
		found := efs_access_point.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
}

test_unknown_member if {
	found := efs_access_point.violation with input as of_volume({"authorizationConfig": {"accessPointId": fixture.marker}})
	fixture.only_unknown(found, "/volumes/0/efsVolumeConfiguration/authorizationConfig/accessPointId")
}

test_unknown_directory if {
	volume := {"authorizationConfig": {"accessPointId": "fsap-1"}, "rootDirectory": fixture.marker}
	found := efs_access_point.violation with input as of_volume(volume)
	fixture.only_unknown(found, "/volumes/0/efsVolumeConfiguration/rootDirectory")
}
