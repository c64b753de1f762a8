package policies.network["host-network-user_test"]

import data.lib.fixture_test as fixture
import data.policies.network["host-network-user"] as host_network_user

in_host_network(user, privileged) := fixture.registering([
	{"op": "add", "path": "/networkMode", "value": "host"},
	{"op": "add", "path": "/containerDefinitions/0/user", "value": user},
	{"op": "add", "path": "/containerDefinitions/0/privileged", "value": privileged},
])

asking_both(document) := fixture.with_parameters(document, {"requireBoth": true})

test_allows_root_in_other_networks if {
	count(host_network_user.violation) == 0 with input as fixture.with_container("user", "root")
	count(host_network_user.violation) == 0 with input as fixture.registering([{"op": "remove", "path": "/networkMode"}])
}

test_allows_either if {
	count(host_network_user.violation) == 0 with input as in_host_network("1000", false)
	count(host_network_user.violation) == 0 with input as in_host_network("root", true)
}

test_refuses_unprivileged_root if {
	every user in ["root", "0", "", "0:0", null] {
		found := host_network_user.violation with input as in_host_network(user, false)
		fixture.fields(found) == {"/containerDefinitions/0/user"}
	}
}

test_refuses_root_that_says_nothing if {
	document := json.remove(in_host_network("root", false), ["/request/object/containerDefinitions/0/privileged"])
	found := host_network_user.violation with input as document
	found == {{"msg": "container web is root in the host's network", "field": "/containerDefinitions/0/user"}}
}

test_require_both if {
	count(host_network_user.violation) == 0 with input as asking_both(in_host_network("1000", true))
	count(host_network_user.violation) == 1 with input as asking_both(in_host_network("1000", false))
	count(host_network_user.violation) == 1 with input as asking_both(in_host_network("root", true))
}

test_refuses_wrong_types if {
	every wrong in ["true", 1, null, {}] {
		count(host_network_user.violation) == 1 with input as in_host_network("root", wrong)
	}
	every wrong in [null, true, ["host"], {}] {
		found := host_network_user.violation with input as fixture.with_member("/networkMode", wrong)
		{violation.msg | some violation in found} == {"networkMode cannot be read"}
	}
}

test_unknown if {
	every case in fixture.unknown(["/networkMode"]) {
		found := host_network_user.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
	user := host_network_user.violation with input as in_host_network(fixture.marker, false)
	fixture.only_unknown(user, "/containerDefinitions/0/user")
	privileged := host_network_user.violation with input as in_host_network("root", fixture.marker)
	fixture.only_unknown(privileged, "/containerDefinitions/0/privileged")
	neither := host_network_user.violation with input as in_host_network(fixture.marker, fixture.marker)
	fixture.only_unknown(neither, "/containerDefinitions/0/user")
	both := host_network_user.violation with input as asking_both(in_host_network("1000", fixture.marker))
	fixture.only_unknown(both, "/containerDefinitions/0/privileged")
}

test_unknown_containers if {
	every pointer in ["/containerDefinitions", "/containerDefinitions/0"] {
		document := fixture.registering([
			{"op": "add", "path": "/networkMode", "value": "host"},
			{"op": "add", "path": pointer, "value": fixture.marker},
		])
		found := host_network_user.violation with input as document
		fixture.only_unknown(found, pointer)
	}
}
