package lib.storage_test

import data.lib.fixture_test as fixture
import data.lib.storage

volumes(list) := fixture.with_member("/volumes", list)

attaching(kind, list) := fixture.launching(kind, "CREATE", {"volumeConfigurations": list})

updated(service) := fixture.changed(fixture.launching("Service", "UPDATE", {"service": "web"}), [{"op": "add", "path": "/context/service", "value": service}])

of_ebs(name, encrypted) := {"name": name, "managedEBSVolume": {"encrypted": encrypted}}

test_configured if {
	found := storage.configured("efsVolumeConfiguration") with input as volumes([
		{"name": "data", "host": {}},
		{"name": "shared", "efsVolumeConfiguration": {"fileSystemId": "fs-1"}},
		{"efsVolumeConfiguration": {}},
		{"name": {}, "efsVolumeConfiguration": {}},
	])
	found == [
		{"name": "shared", "found": {"fileSystemId": "fs-1"}, "at": "/volumes/1/efsVolumeConfiguration"},
		{"name": 2, "found": {}, "at": "/volumes/2/efsVolumeConfiguration"},
		{"name": 3, "found": {}, "at": "/volumes/3/efsVolumeConfiguration"},
	]
}

test_what_cannot_be_read_is_a_volume if {
	every wrong in [null, "fs-1", {}, [null], ["fs-1"]] {
		found := storage.configured("efsVolumeConfiguration") with input as volumes(wrong)
		[volume.found | some volume in found] == [null]
	}
	unknown := storage.configured("efsVolumeConfiguration") with input as volumes(fixture.marker)
	[volume.found | some volume in unknown] == [fixture.marker]
}

test_ebs_of_a_call if {
	every kind in ["Task", "Service", "TaskSet"] {
		found := storage.ebs with input as attaching(kind, [{"name": "other"}, of_ebs("db", true)])
		found == [{"name": "db", "found": {"encrypted": true}, "at": "/volumeConfigurations/1/managedEBSVolume"}]
	}
	none := storage.ebs with input as fixture.launching("Task", "CREATE", {})
	none == []
}

test_ebs_that_cannot_be_read if {
	every wrong in [null, "db", {}, [null]] {
		found := storage.ebs with input as attaching("Task", wrong)
		[volume.found | some volume in found] == [null]
	}
	unknown := storage.ebs with input as attaching("Task", fixture.marker)
	[volume.found | some volume in unknown] == [fixture.marker]
}

test_ebs_that_an_update_keeps if {
	old := {"status": "ACTIVE", "volumeConfigurations": [of_ebs("db", true)]}
	new := {"status": "PRIMARY", "volumeConfigurations": [of_ebs("db", false)]}
	found := storage.ebs with input as updated({"deployments": [old, new]})
	found == [{
		"name": "db",
		"found": {"encrypted": false},
		"at": "/context/service/deployments/1/volumeConfigurations/0/managedEBSVolume",
	}]
	own := storage.ebs with input as updated({"deployments": [old, new], "volumeConfigurations": [of_ebs("own", true)]})
	[volume.name | some volume in own] == ["own"]
	none := storage.ebs with input as updated({"deployments": [{"status": "PRIMARY"}]})
	none == []
}

test_ebs_of_an_unknown_service if {
	found := storage.ebs with input as updated(fixture.marker)
	[volume.found | some volume in found] == [fixture.marker]
	missing := storage.ebs with input as fixture.launching("Service", "UPDATE", {"service": "web"})
	[volume.found | some volume in missing] == [null]
}

test_ebs_of_deployments_that_cannot_be_read if {
	every deployments in [fixture.marker, [fixture.marker], [{"status": "PRIMARY", "volumeConfigurations": fixture.marker}]] {
		found := storage.ebs with input as updated({"deployments": deployments})
		[volume.found | some volume in found] == [fixture.marker]
	}
	status := storage.ebs with input as updated({"deployments": [{"status": fixture.marker, "volumeConfigurations": [of_ebs("db", false)]}]})
	[volume.name | some volume in status] == ["db"]
}

test_ebs_that_an_update_sets if {
	kept := {"deployments": [{"status": "PRIMARY", "volumeConfigurations": [of_ebs("old", false)]}]}
	document := fixture.changed(updated(kept), [{
		"op": "add",
		"path": "/object/volumeConfigurations",
		"value": [of_ebs("new", true)],
	}])
	found := storage.ebs with input as document
	[volume.at | some volume in found] == ["/volumeConfigurations/0/managedEBSVolume"]
}
