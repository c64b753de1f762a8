package policies.workload.tmpfs_test

import data.lib.fixture_test as fixture
import data.policies.workload.tmpfs

mounting(options) := fixture.with_container("linuxParameters/tmpfs", [{"containerPath": "/tmp", "size": 64, "mountOptions": options}])

test_allows_harmless_options if {
	count(tmpfs.violation) == 0 with input as fixture.compliant
	count(tmpfs.violation) == 0 with input as fixture.with_container("linuxParameters/tmpfs", [{"containerPath": "/tmp", "size": 64}])
	count(tmpfs.violation) == 0 with input as mounting(["async", "dirsync", "gid=7", "mode=7", "noatime", "nodev", "nodiratime", "noexec", "nosuid", "nr_inodes=7", "relatime", "ro", "rw", "strictatime", "sync", "uid=7"])
}

test_refuses_exec_mounts if {
	found := tmpfs.violation with input as mounting(["rw", "exec"])
	found == {{
		"msg": "container web mounts a tmpfs with the option exec",
		"field": "/containerDefinitions/0/linuxParameters/tmpfs/0/mountOptions/1",
	}}
}

test_refuses_others if {
	every option in ["suid", "dev", "defaults", "EXEC", "mode", "remount", "bind", "ro,exec", ""] {
		count(tmpfs.violation) == 1 with input as mounting([option])
	}
}

test_allowed_mount_options if {
	document := fixture.with_parameters(mounting(["exec", "noexec"]), {"allowedMountOptions": ["exec"]})
	found := tmpfs.violation with input as document
	fixture.fields(found) == {"/containerDefinitions/0/linuxParameters/tmpfs/0/mountOptions/1"}
}

test_refuses_wrong_types if {
	every wrong in ["rw", null, {}, 1, [null], [1]] {
		count(tmpfs.violation) == 1 with input as mounting(wrong)
	}
	count(tmpfs.violation) == 1 with input as fixture.with_container("linuxParameters/tmpfs", "/tmp")
}

test_refuses_when_run if {
	found := tmpfs.violation with input as fixture.running(mounting(["exec"]))
	fixture.fields(found) == {"/context/taskDefinition/containerDefinitions/0/linuxParameters/tmpfs/0/mountOptions/0"}
}

test_unknown if {
	every case in fixture.unknown_container("linuxParameters/tmpfs") {
		found := tmpfs.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
	found := tmpfs.violation with input as mounting([fixture.marker])
	fixture.only_unknown(found, "/containerDefinitions/0/linuxParameters/tmpfs/0/mountOptions/0")
}

test_refuses_options_behind_a_comma if {
	every option in ["mode=1777,exec", "uid=1000,suid", "noexec,dev"] {
		mount := {"containerPath": "/tmp", "size": 64, "mountOptions": [option]}
		count(tmpfs.violation) == 1 with input as fixture.with_container("linuxParameters", {"tmpfs": [mount]})
	}
}
