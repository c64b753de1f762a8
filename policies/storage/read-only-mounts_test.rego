package policies.storage["read-only-mounts_test"]

import data.lib.fixture_test as fixture
import data.policies.storage["read-only-mounts"] as read_only_mounts

mounting(read_only, volume) := mounting_beside(read_only, volume, {})

mounting_beside(read_only, volume, other) := fixture.registering([
	{"op": "add", "path": "/containerDefinitions/0/mountPoints", "value": [{
		"sourceVolume": "data",
		"containerPath": "/data",
		"readOnly": read_only,
	}]},
	{"op": "add", "path": "/volumes", "value": [object.union({"name": "other"}, other), object.union({"name": "data"}, volume)]},
])

of_host := {"host": {"sourcePath": "/srv/data"}}

test_allows_read_only if {
	count(read_only_mounts.violation) == 0 with input as fixture.compliant
	count(read_only_mounts.violation) == 0 with input as mounting(true, of_host)
}

test_allows_to_write_elsewhere if {
	every volume in [{}, {"host": {}}, {"host": {"sourcePath": ""}}, {"dockerVolumeConfiguration": {"scope": "task"}}, {"efsVolumeConfiguration": {}}] {
		count(read_only_mounts.violation) == 0 with input as mounting(false, volume)
	}
	every other in [of_host, {"dockerVolumeConfiguration": {"scope": "shared"}}, {"name": fixture.marker}, {"name": null}] {
		count(read_only_mounts.violation) == 0 with input as mounting_beside(false, {}, other)
	}
}

test_refuses_what_is_certain if {
	unclear := {"name": fixture.marker, "host": {"sourcePath": "/srv"}}
	found := read_only_mounts.violation with input as mounting_beside(false, of_host, unclear)
	fixture.fields(found) == {"/containerDefinitions/0/mountPoints/0/readOnly"}
}

test_refuses_writing_to_the_host if {
	found := read_only_mounts.violation with input as mounting(false, of_host)
	found == {{
		"msg": "container web can write to the volume data",
		"field": "/containerDefinitions/0/mountPoints/0/readOnly",
	}}
}

test_refuses_writing_to_shared_volumes if {
	found := read_only_mounts.violation with input as mounting(false, {"dockerVolumeConfiguration": {"scope": "shared"}})
	fixture.fields(found) == {"/containerDefinitions/0/mountPoints/0/readOnly"}
}

test_refuses_unset if {
	document := json.remove(mounting(true, of_host), ["/request/object/containerDefinitions/0/mountPoints/0/readOnly"])
	count(read_only_mounts.violation) == 1 with input as document
}

test_volumes if {
	named := {"volumes": ["dat*"]}
	count(read_only_mounts.violation) == 1 with input as fixture.with_parameters(mounting(false, {}), named)
	count(read_only_mounts.violation) == 0 with input as fixture.with_parameters(mounting(true, {}), named)
	count(read_only_mounts.violation) == 0 with input as fixture.with_parameters(mounting(false, {}), {"volumes": ["logs"]})
}

test_refuses_wrong_types if {
	every wrong in ["true", 1, null, [], {}] {
		count(read_only_mounts.violation) == 1 with input as mounting(wrong, of_host)
	}
	every wrong in [null, "data", {}, [null], [{}], [{"sourceVolume": 1}]] {
		count(read_only_mounts.violation) == 1 with input as fixture.with_container("mountPoints", wrong)
	}
	every wrong in [null, 1, {}] {
		count(read_only_mounts.violation) == 1 with input as mounting(false, object.union(of_host, {"name": wrong}))
		count(read_only_mounts.violation) == 1 with input as mounting(false, {"host": {"sourcePath": wrong}})
	}
}

test_refuses_when_run if {
	found := read_only_mounts.violation with input as fixture.running(mounting(false, of_host))
	fixture.fields(found) == {"/context/taskDefinition/containerDefinitions/0/mountPoints/0/readOnly"}
}

test_unknown if {
	every case in fixture.unknown_container("mountPoints") {
		found := read_only_mounts.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
}

test_unknown_volume if {
	path := read_only_mounts.violation with input as mounting(false, {"host": {"sourcePath": fixture.marker}})
	fixture.only_unknown(path, "/volumes/1/host/sourcePath")
	scope := read_only_mounts.violation with input as mounting(false, {"dockerVolumeConfiguration": fixture.marker})
	fixture.only_unknown(scope, "/volumes/1/dockerVolumeConfiguration")
	name := read_only_mounts.violation with input as mounting(false, object.union(of_host, {"name": fixture.marker}))
	fixture.only_unknown(name, "/volumes/1/name")
	read_only := read_only_mounts.violation with input as mounting(fixture.marker, of_host)
	fixture.only_unknown(read_only, "/containerDefinitions/0/mountPoints/0/readOnly")
	source := fixture.with_container("mountPoints", [{"sourceVolume": fixture.marker}])
	found := read_only_mounts.violation with input as source
	fixture.only_unknown(found, "/containerDefinitions/0/mountPoints/0/sourceVolume")
}

test_refuses_binds_by_docker_volume if {
	volume := {"name": "data", "dockerVolumeConfiguration": {"driverOpts": {"type": "none", "o": "bind", "device": "/etc"}}}
	document := fixture.changed(fixture.with_member("/volumes/0", volume), [{
		"op": "add",
		"path": "/object/containerDefinitions/0/mountPoints",
		"value": [{"sourceVolume": "data", "containerPath": "/data"}],
	}])
	found := read_only_mounts.violation with input as document
	found == {{
		"msg": "container web can write to the volume data",
		"field": "/containerDefinitions/0/mountPoints/0/readOnly",
	}}
}
