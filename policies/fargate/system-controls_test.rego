package policies.fargate["system-controls_test"]

import data.lib.fixture_test as fixture
import data.policies.fargate["system-controls"] as system_controls

setting(namespace) := fixture.with_container("systemControls", [{"namespace": namespace, "value": "1"}])

test_allows_those_of_the_task if {
	every namespace in [
		"net.ipv4.tcp_keepalive_time", "fs.mqueue.msg_max",
		"kernel.msgmax", "kernel.msgmnb", "kernel.msgmni", "kernel.sem",
		"kernel.shmall", "kernel.shmmax", "kernel.shmmni", "kernel.shm_rmid_forced",
	] {
		count(system_controls.violation) == 0 with input as setting(namespace)
	}
	count(system_controls.violation) == 0 with input as fixture.compliant
	count(system_controls.violation) == 0 with input as fixture.with_container("systemControls", [])
}

test_refuses_those_of_the_kernel if {
	system_controls.violation == {{
		"msg": "container web: the kernel parameter kernel.core_pattern is not the task's",
		"field": "/containerDefinitions/0/systemControls/0/namespace",
	}} with input as setting("kernel.core_pattern")
	every wrong in ["vm.max_map_count", "net", "kernel.sem2", "NET.ipv4", "", null, 1, {}, ["net."]] {
		count(system_controls.violation) == 1 with input as setting(wrong)
	}
	every wrong in [null, {}, "net.x", [null], ["net.x"], [{}]] {
		count(system_controls.violation) == 1 with input as fixture.with_container("systemControls", wrong)
	}
}

test_refuses_any_for_windows if {
	control := {"op": "add", "path": "/containerDefinitions/0/systemControls", "value": [{"namespace": "net.a", "value": "1"}]}
	system_controls.violation == {{
		"msg": "container web: the kernel parameter net.a is not the task's; Windows containers have none",
		"field": "/containerDefinitions/0/systemControls/0/namespace",
	}} with input as fixture.windows([control])
}

test_refuses_when_run if {
	found := system_controls.violation with input as fixture.running(setting("vm.swappiness"))
	fixture.fields(found) == {"/context/taskDefinition/containerDefinitions/0/systemControls/0/namespace"}
}

test_ignored_containers if {
	document := fixture.with_parameters(setting("vm.swappiness"), {"ignoreContainers": ["web"]})
	count(system_controls.violation) == 0 with input as document
}

test_unknown if {
	every case in fixture.unknown_container("systemControls") {
		found := system_controls.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
	found := system_controls.violation with input as setting(fixture.marker)
	fixture.only_unknown(found, "/containerDefinitions/0/systemControls/0/namespace")
}
