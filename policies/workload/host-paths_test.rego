package policies.workload["host-paths_test"]

import data.lib.fixture_test as fixture
import data.policies.workload["host-paths"] as host_paths

mounting(path) := fixture.with_member("/volumes/0/host", {"sourcePath": path})

allowing(document) := fixture.with_parameters(document, {"allowedHostPaths": ["/data/", "/opt/app"]})

test_allows_no_host_path if {
	count(host_paths.violation) == 0 with input as fixture.compliant
	count(host_paths.violation) == 0 with input as mounting("")
	count(host_paths.violation) == 0 with input as fixture.with_member("/volumes", [])
	count(host_paths.violation) == 0 with input as fixture.with_member("/volumes", [{"efsVolumeConfiguration": {"fileSystemId": "fs-1"}}])
}

test_refuses_host_paths if {
	every path in ["/data", "/", "/etc", "C:\\data", "data"] {
		found := host_paths.violation with input as mounting(path)
		fixture.fields(found) == {"/volumes/0/host/sourcePath"}
	}
}

test_allowed_paths if {
	every path in ["/data", "/data/x", "/data//x/", "/opt/app/../app/y"] {
		count(host_paths.violation) == 0 with input as allowing(mounting(path))
	}
}

test_refuses_ways_out_of_allowed_paths if {
	every path in ["/database", "/data/..", "/data/../etc", "/data/x/../../etc", "/opt", "/"] {
		count(host_paths.violation) == 1 with input as allowing(mounting(path))
	}
}

test_refuses_docker_volumes_with_a_device if {
	every configuration in [
		{"driverOpts": {"type": "none", "o": "bind", "device": "/etc"}},
		{"driver": "local", "driverOpts": {"type": "ext4", "device": "/dev/xvda1"}},
		{"driver": "local", "driverOpts": {"o": "bind", "device": "etc"}},
		{"driver": "somebodys", "driverOpts": {"device": "/etc"}},
		{"driver": {}, "driverOpts": {"device": "fs-1:/"}},
		{"driver": "local-persist", "driverOpts": {"mountpoint": "/etc"}},
		{"driver": "local", "driverOpts": {"type": "nfs", "o": fixture.marker, "device": ":/"}},
		{"driver": "local", "driverOpts": {"type": fixture.marker, "device": ":/"}},
	] {
		document := fixture.with_member("/volumes/0", {"name": "data", "dockerVolumeConfiguration": configuration})
		count(host_paths.violation) == 1 with input as document
	}
}

test_allows_other_docker_volumes if {
	every configuration in [
		{"scope": "task"},
		{"driver": "local", "driverOpts": {"type": "tmpfs", "device": "tmpfs", "o": "size=100m"}},
		{"driver": "amazon-ecs-volume-plugin", "driverOpts": {"type": "efs", "device": "fs-1:/"}},
	] {
		document := fixture.with_member("/volumes/0", {"name": "data", "dockerVolumeConfiguration": configuration})
		count(host_paths.violation) == 0 with input as document
	}
}

test_an_unknown_volume_is_reported_once if {
	count(host_paths.violation) == 1 with input as fixture.with_member("/volumes/0", fixture.marker)
}

test_unknown if {
	every case in fixture.unknown(["/volumes", "/volumes/0", "/volumes/0/host", "/volumes/0/host/sourcePath"]) {
		found := host_paths.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
}

test_unknown_kinds_of_docker_volumes if {
	every case in [
		{"at": "driver", "volume": {"driver": fixture.marker, "driverOpts": {"device": "fs-1:/"}}},
		{"at": "driverOpts/type", "volume": {"driver": "local", "driverOpts": {"type": fixture.marker, "device": ":/"}}},
		{"at": "driverOpts/o", "volume": {"driver": "local", "driverOpts": {"type": "nfs", "o": fixture.marker, "device": ":/"}}},
		{"at": "driverOpts/o", "volume": {"driver": "local", "driverOpts": {"type": "nfs", "o": fixture.marker, "device": "/srv"}}},
	] {
		volume := {"name": "data", "dockerVolumeConfiguration": case.volume}
		found := host_paths.violation with input as fixture.with_member("/volumes/0", volume)
		fixture.only_unknown(found, $"/volumes/0/dockerVolumeConfiguration/{case.at}")
	}
}

# Whatever the rest is, these are paths of the host.
test_refuses_host_paths_with_unknown_options if {
	every options in [
		{"type": fixture.marker, "o": "rbind", "device": "/etc"},
		{"type": "none", "o": fixture.marker, "device": "/etc"},
	] {
		volume := {"name": "data", "dockerVolumeConfiguration": {"driver": fixture.marker, "driverOpts": options}}
		found := host_paths.violation with input as fixture.with_member("/volumes/0", volume)
		fixture.fields(found) == {"/volumes/0/dockerVolumeConfiguration/driverOpts/device"}
	}
}

test_unknown_device_of_a_plugin if {
	every device in [fixture.marker, null] {
		volume := {"name": "data", "dockerVolumeConfiguration": {"driver": "somebodys", "driverOpts": {"device": device}}}
		found := host_paths.violation with input as fixture.with_member("/volumes/0", volume)
		fixture.fields(found) == {"/volumes/0/dockerVolumeConfiguration/driverOpts/device"}
	}
}
