package policies.daemon.privileged_test

import data.lib.daemon_fixture_test as daemon
import data.lib.fixture_test as fixture
import data.policies.daemon.privileged

capable(found) := daemon.defined("/containerDefinitions/0/linuxParameters", found)

allowing(document) := fixture.with_parameters(document, {"allowedFamilies": ["node-*"]})

powerful := [
	daemon.defined("/containerDefinitions/0/privileged", true), daemon.defined("/pidMode", "shared"),
	daemon.defined("/ipcMode", "shared"), capable({"capabilities": {"add": ["SYS_ADMIN"]}}),
	capable({"devices": [{"hostPath": "/dev/kmsg"}]}),
]

test_allows_daemons_without_power if {
	count(privileged.violation) == 0 with input as daemon.registering([])
	count(privileged.violation) == 0 with input as daemon.registering([{"op": "remove", "path": "/containerDefinitions/0/privileged"}])
	count(privileged.violation) == 0 with input as daemon.defined("/pidMode", "none")
	count(privileged.violation) == 0 with input as capable({"capabilities": {"add": [], "drop": ["ALL"]}, "devices": []})
}

test_refuses_privileged_containers if {
	privileged.violation == {{
		"msg": "container agent is privileged",
		"field": "/containerDefinitions/0/privileged",
	}} with input as powerful[0]
}

test_refuses_shared_namespaces if {
	privileged.violation == {{
		"msg": "pidMode is shared, the host's own namespace",
		"field": "/pidMode",
	}} with input as powerful[1]
	found := privileged.violation with input as powerful[2]
	fixture.fields(found) == {"/ipcMode"}
}

test_refuses_capabilities_and_devices if {
	privileged.violation == {{
		"msg": "container agent asks for a Linux capability",
		"field": "/containerDefinitions/0/linuxParameters/capabilities/add/0",
	}} with input as powerful[3]
	privileged.violation == {{
		"msg": "container agent asks for a device of the host",
		"field": "/containerDefinitions/0/linuxParameters/devices/0",
	}} with input as powerful[4]
}

test_allowed_families if {
	every document in powerful {
		count(privileged.violation) == 1 with input as document
		count(privileged.violation) == 0 with input as allowing(document)
		count(privileged.violation) == 1 with input as fixture.with_parameters(document, {"allowedFamilies": ["agent"]})
	}
}

test_refuses_wrong_types if {
	every wrong in ["true", "false", null, 1, [], {}] {
		count(privileged.violation) == 1 with input as daemon.defined("/containerDefinitions/0/privileged", wrong)
		count(privileged.violation) == 1 with input as daemon.defined("/pidMode", wrong)
		count(privileged.violation) == 1 with input as daemon.defined("/ipcMode", wrong)
	}
	every wrong in [null, "SYS_ADMIN", 1, {}] {
		count(privileged.violation) == 1 with input as capable({"capabilities": {"add": wrong}})
		count(privileged.violation) == 1 with input as capable({"devices": wrong})
	}
	count(privileged.violation) == 2 with input as capable("ALL")
}

test_unknown if {
	pointers := [
		"/pidMode", "/ipcMode", "/containerDefinitions", "/containerDefinitions/0/privileged", "/containerDefinitions/0/linuxParameters",
	]
	every case in array.concat(daemon.unknown_definition, fixture.unknown_object(daemon.registering([]), pointers)) {
		found := privileged.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
}

test_unknown_family if {
	document := fixture.changed(powerful[0], [{"op": "add", "path": "/object/family", "value": fixture.marker}])
	found := privileged.violation with input as allowing(document)
	fixture.only_unknown(found, "/family")
	refused := privileged.violation with input as document
	fixture.fields(refused) == {"/containerDefinitions/0/privileged"}
	harmless := daemon.defined("/family", fixture.marker)
	count(privileged.violation) == 0 with input as allowing(harmless)
}
