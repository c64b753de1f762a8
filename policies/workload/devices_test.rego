package policies.workload.devices_test

import data.lib.fixture_test as fixture
import data.policies.workload.devices

using(list) := fixture.with_container("linuxParameters", {"devices": list})

test_allows_none if {
	count(devices.violation) == 0 with input as fixture.compliant
	count(devices.violation) == 0 with input as fixture.without_container("linuxParameters")
}

test_refuses_devices if {
	found := devices.violation with input as using([{"hostPath": "/dev/fuse"}, {"hostPath": "/dev/xvda1"}])
	fixture.fields(found) == {
		"/containerDefinitions/0/linuxParameters/devices/0/hostPath",
		"/containerDefinitions/0/linuxParameters/devices/1/hostPath",
	}
}

test_allowed_devices if {
	allowed := {"allowedDevices": ["/dev/fuse"]}
	count(devices.violation) == 0 with input as fixture.with_parameters(using([{"hostPath": "/dev//fuse"}]), allowed)
	every path in ["/dev/fuse/../xvda1", "/dev", "/dev/fuse2"] {
		count(devices.violation) == 1 with input as fixture.with_parameters(using([{"hostPath": path}]), allowed)
	}
}

test_refuses_wrong_types if {
	every wrong in [{}, null, "/dev/fuse", {"hostPath": null}, {"hostPath": 1}] {
		count(devices.violation) == 1 with input as using([wrong])
	}
	count(devices.violation) == 1 with input as using("/dev/fuse")
}

test_unknown if {
	every case in fixture.unknown_container("linuxParameters/devices/0") {
		found := devices.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
	found := devices.violation with input as using([{"hostPath": fixture.marker}])
	fixture.only_unknown(found, "/containerDefinitions/0/linuxParameters/devices/0/hostPath")
}
