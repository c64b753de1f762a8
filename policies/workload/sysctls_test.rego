package policies.workload.sysctls_test

import data.lib.fixture_test as fixture
import data.policies.workload.sysctls

setting(controls) := fixture.with_container("systemControls", controls)

test_allows_safe_ones if {
	count(sysctls.violation) == 0 with input as fixture.compliant
	count(sysctls.violation) == 0 with input as setting([
		{"namespace": "kernel.shm_rmid_forced", "value": "1"},
		{"namespace": "net.ipv4.ip_local_port_range", "value": "1"},
		{"namespace": "net.ipv4.ip_local_reserved_ports", "value": "1"},
		{"namespace": "net.ipv4.ip_unprivileged_port_start", "value": "1"},
		{"namespace": "net.ipv4.ping_group_range", "value": "1"},
		{"namespace": "net.ipv4.tcp_fin_timeout", "value": "1"},
		{"namespace": "net.ipv4.tcp_keepalive_intvl", "value": "1"},
		{"namespace": "net.ipv4.tcp_keepalive_probes", "value": "1"},
		{"namespace": "net.ipv4.tcp_keepalive_time", "value": "1"},
		{"namespace": "net.ipv4.tcp_syncookies", "value": "1"},
	])
}

test_refuses_others if {
	found := sysctls.violation with input as setting([
		{"namespace": "net.ipv4.tcp_syncookies", "value": "1"},
		{"namespace": "kernel.msgmax", "value": "1"},
	])
	found == {{
		"msg": "container web sets the kernel parameter kernel.msgmax",
		"field": "/containerDefinitions/0/systemControls/1/namespace",
	}}
	every name in ["net.core.somaxconn", "net/ipv4/tcp_syncookies", "NET.IPV4.TCP_SYNCOOKIES", ""] {
		count(sysctls.violation) == 1 with input as setting([{"namespace": name, "value": "1"}])
	}
}

test_allowed_sysctls if {
	document := fixture.with_parameters(setting([{"namespace": "net.core.somaxconn"}]), {"allowedSysctls": ["net.core.*"]})
	count(sysctls.violation) == 0 with input as document
	stricter := fixture.with_parameters(setting([{"namespace": "net.ipv4.tcp_syncookies"}]), {"allowedSysctls": []})
	count(sysctls.violation) == 1 with input as stricter
}

test_refuses_wrong_types if {
	every wrong in [null, "x", {}, 1, [null], [{}], ["net.ipv4.tcp_syncookies"], [{"namespace": 1}]] {
		count(sysctls.violation) == 1 with input as setting(wrong)
	}
}

test_refuses_when_run if {
	found := sysctls.violation with input as fixture.running(setting([{"namespace": "kernel.sem"}]))
	fixture.fields(found) == {"/context/taskDefinition/containerDefinitions/0/systemControls/0/namespace"}
}

test_unknown if {
	every case in fixture.unknown_container("systemControls") {
		found := sysctls.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
}

test_unknown_name if {
	found := sysctls.violation with input as setting([{"namespace": fixture.marker}])
	fixture.only_unknown(found, "/containerDefinitions/0/systemControls/0/namespace")
}
