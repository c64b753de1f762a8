package policies.fargate["linux-parameters_test"]

import data.lib.fixture_test as fixture
import data.policies.fargate["linux-parameters"] as linux_parameters

members := ["devices", "maxSwap", "sharedMemorySize", "swappiness", "tmpfs"]

setting(member, found) := fixture.with_container("linuxParameters", {"initProcessEnabled": true, member: found})

test_allows_none_of_them if {
	count(linux_parameters.violation) == 0 with input as fixture.compliant
	count(linux_parameters.violation) == 0 with input as fixture.without_container("linuxParameters")
	count(linux_parameters.violation) == 0 with input as setting("tmpfs", [])
}

test_refuses_swap if {
	linux_parameters.violation == {{
		"msg": "container web: maxSwap is set, which Fargate does not allow",
		"field": "/containerDefinitions/0/linuxParameters/maxSwap",
	}} with input as setting("maxSwap", 0)
}

test_refuses_each_of_them if {
	every member, set in {
		"devices": [{"hostPath": "/dev/fuse"}],
		"maxSwap": 512,
		"sharedMemorySize": 64,
		"swappiness": 60,
		"tmpfs": [{"containerPath": "/tmp", "size": 64}],
	} {
		found := linux_parameters.violation with input as setting(member, set)
		fixture.fields(found) == {$"/containerDefinitions/0/linuxParameters/{member}"}
	}
}

test_refuses_when_run if {
	found := linux_parameters.violation with input as fixture.running(setting("swappiness", 0))
	fixture.fields(found) == {"/context/taskDefinition/containerDefinitions/0/linuxParameters/swappiness"}
}

test_refuses_wrong_types if {
	every member in members {
		every wrong in [null, "", {}, false] {
			count(linux_parameters.violation) == 1 with input as setting(member, wrong)
		}
	}
	count(linux_parameters.violation) == 5 with input as fixture.with_container("linuxParameters", "none")
}

test_ignored_images if {
	document := fixture.with_parameters(setting("maxSwap", 0), {"ignoreImages": ["*/web@*"]})
	count(linux_parameters.violation) == 0 with input as document
}

test_unknown if {
	every member in members {
		every case in fixture.unknown_container($"linuxParameters/{member}") {
			found := linux_parameters.violation with input as case.input
			fixture.only_unknown(found, case.pointer)
		}
	}
	found := linux_parameters.violation with input as fixture.with_container("linuxParameters", fixture.marker)
	fixture.only_unknown(found, "/containerDefinitions/0/linuxParameters")
}
