package policies.storage["docker-volumes_test"]

import data.lib.fixture_test as fixture
import data.policies.storage["docker-volumes"] as docker_volumes

of_volume(configuration) := fixture.with_member("/volumes/0", {"name": "data", "dockerVolumeConfiguration": configuration})

test_allows_other_volumes if {
	count(docker_volumes.violation) == 0 with input as fixture.compliant
	count(docker_volumes.violation) == 0 with input as fixture.registering([{"op": "remove", "path": "/volumes"}])
}

test_allows_local_volumes_of_the_task if {
	every configuration in [{}, {"driver": "local"}, {"driver": "local", "scope": "task"}] {
		count(docker_volumes.violation) == 0 with input as of_volume(configuration)
	}
}

test_refuses_other_drivers if {
	found := docker_volumes.violation with input as of_volume({"driver": "rexray/ebs"})
	found == {{
		"msg": "the Docker volume data uses the driver rexray/ebs",
		"field": "/volumes/0/dockerVolumeConfiguration/driver",
	}}
}

test_refuses_shared_volumes if {
	found := docker_volumes.violation with input as of_volume({"scope": "shared", "autoprovision": true})
	found == {{
		"msg": "the Docker volume data has the scope shared",
		"field": "/volumes/0/dockerVolumeConfiguration/scope",
	}}
}

test_allowed_drivers if {
	document := fixture.with_parameters(of_volume({"driver": "rexray/ebs"}), {"allowedDrivers": ["rexray/*"]})
	count(docker_volumes.violation) == 0 with input as document
	count(docker_volumes.violation) == 1 with input as fixture.with_parameters(of_volume({}), {"allowedDrivers": ["rexray/*"]})
}

test_allowed_scopes if {
	count(docker_volumes.violation) == 0 with input as fixture.with_parameters(of_volume({"scope": "shared"}), {"allowedScopes": ["shared"]})
	count(docker_volumes.violation) == 1 with input as fixture.with_parameters(of_volume({}), {"allowedScopes": ["shared"]})
}

test_refuses_wrong_types if {
	every wrong in ["", null, 1, true, [], {}] {
		count(docker_volumes.violation) == 2 with input as of_volume({"driver": wrong, "scope": wrong})
	}
}

test_refuses_what_is_no_configuration if {
	every wrong in [null, "x", 1, [], true] {
		count(docker_volumes.violation) == 2 with input as of_volume(wrong)
	}
}

test_refuses_when_run if {
	found := docker_volumes.violation with input as fixture.running(of_volume({"scope": "shared"}))
	fixture.fields(found) == {"/context/taskDefinition/volumes/0/dockerVolumeConfiguration/scope"}
}

test_unknown if {
	every case in fixture.unknown(["/volumes", "/volumes/0", "/volumes/0/dockerVolumeConfiguration"]) {
		found := docker_volumes.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
}

test_unknown_driver if {
	found := docker_volumes.violation with input as of_volume({"driver": fixture.marker})
	fixture.only_unknown(found, "/volumes/0/dockerVolumeConfiguration/driver")
}

test_unknown_scope if {
	found := docker_volumes.violation with input as of_volume({"scope": fixture.marker})
	fixture.only_unknown(found, "/volumes/0/dockerVolumeConfiguration/scope")
}
