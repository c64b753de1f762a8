package policies.network["extra-hosts_test"]

import data.lib.fixture_test as fixture
import data.policies.network["extra-hosts"] as extra_hosts

entry := {"hostname": "sts.amazonaws.com", "ipAddress": "10.0.0.9"}

with_hosts(entries) := fixture.with_container("extraHosts", entries)

test_allows_none if {
	count(extra_hosts.violation) == 0 with input as fixture.compliant
	count(extra_hosts.violation) == 0 with input as with_hosts([])
}

test_refuses_any if {
	found := extra_hosts.violation with input as with_hosts([entry])
	found == {{
		"msg": "the host name of container web sts.amazonaws.com leads to 10.0.0.9",
		"field": "/containerDefinitions/0/extraHosts/0",
	}}
	run := extra_hosts.violation with input as fixture.running(with_hosts([entry]))
	fixture.fields(run) == {"/context/taskDefinition/containerDefinitions/0/extraHosts/0"}
}

test_allowed_hosts if {
	every pattern in ["sts.amazonaws.com=10.0.0.9", "sts.amazonaws.com=*", "*=10.0.0.9"] {
		count(extra_hosts.violation) == 0 with input as fixture.with_parameters(with_hosts([entry]), {"allowedHosts": [pattern]})
	}
	every pattern in ["sts.amazonaws.com", "sts.amazonaws.com=10.0.0.1", ""] {
		count(extra_hosts.violation) == 1 with input as fixture.with_parameters(with_hosts([entry]), {"allowedHosts": [pattern]})
	}
}

test_ignored if {
	every parameters in [{"ignoreContainers": ["w*"]}, {"ignoreImages": ["*/web@*"]}] {
		count(extra_hosts.violation) == 0 with input as fixture.with_parameters(with_hosts([entry]), parameters)
	}
}

test_refuses_wrong_types if {
	every wrong in ["a", [null], ["a=b"], [{}], [{"ipAddress": "10.0.0.9"}], null] {
		found := extra_hosts.violation with input as fixture.with_parameters(with_hosts(wrong), {"allowedHosts": ["*"]})
		fixture.fields(found) == {"/containerDefinitions/0/extraHosts/0/hostname"}
	}
	every wrong in [null, 1] {
		document := with_hosts([object.union(entry, {"ipAddress": wrong})])
		found := extra_hosts.violation with input as fixture.with_parameters(document, {"allowedHosts": ["*"]})
		fixture.fields(found) == {"/containerDefinitions/0/extraHosts/0/ipAddress"}
	}
}

test_unknown if {
	every case in fixture.unknown_container("extraHosts") {
		found := extra_hosts.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
	one := extra_hosts.violation with input as with_hosts([fixture.marker])
	fixture.only_unknown(one, "/containerDefinitions/0/extraHosts/0")
	every member in ["hostname", "ipAddress"] {
		found := extra_hosts.violation with input as with_hosts([object.union(entry, {member: fixture.marker})])
		fixture.only_unknown(found, $"/containerDefinitions/0/extraHosts/0/{member}")
	}
}
