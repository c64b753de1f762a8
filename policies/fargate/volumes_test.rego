package policies.fargate.volumes_test

import data.lib.fixture_test as fixture
import data.policies.fargate.volumes

having(volume) := fixture.with_member("/volumes", [object.union({"name": "data"}, volume)])

test_allows_what_fargate_has if {
	every volume in [
		{},
		{"host": {}},
		{"efsVolumeConfiguration": {"fileSystemId": "fs-1"}},
		{"s3filesVolumeConfiguration": {"fileSystemArn": "a"}},
		{"configuredAtLaunch": true},
	] {
		count(volumes.violation) == 0 with input as having(volume)
	}
	count(volumes.violation) == 0 with input as fixture.compliant
	count(volumes.violation) == 0 with input as fixture.with_member("/volumes", [])
}

test_refuses_a_path_of_the_host if {
	volumes.violation == {{
		"msg": "volume data is a path of the host, which Fargate does not allow",
		"field": "/volumes/0/host/sourcePath",
	}} with input as having({"host": {"sourcePath": "/srv"}})
}

test_refuses_a_docker_volume if {
	volumes.violation == {{
		"msg": "volume data is a Docker volume, which Fargate does not allow",
		"field": "/volumes/0/dockerVolumeConfiguration",
	}} with input as having({"dockerVolumeConfiguration": {}})
}

test_refuses_the_others if {
	every member in ["fsxWindowsFileServerVolumeConfiguration", "logDriverVolumeConfiguration"] {
		found := volumes.violation with input as having({member: {"fileSystemId": "fs-1"}})
		fixture.fields(found) == {$"/volumes/0/{member}"}
	}
}

test_refuses_when_run if {
	found := volumes.violation with input as fixture.running(having({"host": {"sourcePath": "/"}}))
	fixture.fields(found) == {"/context/taskDefinition/volumes/0/host/sourcePath"}
}

test_refuses_wrong_types if {
	every host in [null, "x", ["/"], {"sourcePath": null}, {"sourcePath": ["/"]}] {
		found := volumes.violation with input as having({"host": host})
		fixture.fields(found) == {"/volumes/0/host/sourcePath"}
	}
	count(volumes.violation) == 1 with input as having({"dockerVolumeConfiguration": null})
	every wrong in [null, {}, "x", ["x"]] {
		count(volumes.violation) == 4 with input as fixture.with_member("/volumes", wrong)
	}
}

test_names_nameless_volumes_by_number if {
	volumes.violation == {{
		"msg": "volume #0 is a path of the host, which Fargate does not allow",
		"field": "/volumes/0/host/sourcePath",
	}} with input as having({"name": 1, "host": {"sourcePath": "/srv"}})
}

test_unknown if {
	every case in fixture.unknown(["/volumes", "/volumes/0", "/volumes/0/host"]) {
		found := volumes.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
	found := volumes.violation with input as fixture.with_member("/volumes/0/dockerVolumeConfiguration", fixture.marker)
	fixture.only_unknown(found, "/volumes/0/dockerVolumeConfiguration")
}
