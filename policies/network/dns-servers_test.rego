package policies.network["dns-servers_test"]

import data.lib.fixture_test as fixture
import data.policies.network["dns-servers"] as dns_servers

test_allows_none if {
	count(dns_servers.violation) == 0 with input as fixture.compliant
	every member in ["dnsServers", "dnsSearchDomains"] {
		count(dns_servers.violation) == 0 with input as fixture.with_container(member, [])
	}
}

test_refuses_servers if {
	found := dns_servers.violation with input as fixture.with_container("dnsServers", ["10.0.0.2", "8.8.8.8"])
	found == {
		{"msg": "the DNS server of container web is 10.0.0.2", "field": "/containerDefinitions/0/dnsServers/0"},
		{"msg": "the DNS server of container web is 8.8.8.8", "field": "/containerDefinitions/0/dnsServers/1"},
	}
}

test_refuses_search_domains if {
	found := dns_servers.violation with input as fixture.with_container("dnsSearchDomains", ["evil.example"])
	found == {{
		"msg": "the DNS search domain of container web is evil.example",
		"field": "/containerDefinitions/0/dnsSearchDomains/0",
	}}
}

test_refuses_when_run if {
	found := dns_servers.violation with input as fixture.running(fixture.with_container("dnsServers", ["8.8.8.8"]))
	fixture.fields(found) == {"/context/taskDefinition/containerDefinitions/0/dnsServers/0"}
}

test_allowed_servers if {
	document := fixture.with_container("dnsServers", ["10.0.0.2"])
	every list in [["10.0.0.2"], ["10.0.*"]] {
		count(dns_servers.violation) == 0 with input as fixture.with_parameters(document, {"allowedServers": list})
	}
	count(dns_servers.violation) == 1 with input as fixture.with_parameters(document, {"allowedSearchDomains": ["*"]})
}

test_allowed_search_domains if {
	document := fixture.with_container("dnsSearchDomains", ["corp.example"])
	count(dns_servers.violation) == 0 with input as fixture.with_parameters(document, {"allowedSearchDomains": ["corp.example"]})
	count(dns_servers.violation) == 1 with input as fixture.with_parameters(document, {"allowedServers": ["*"]})
}

test_ignored if {
	document := fixture.with_container("dnsServers", ["8.8.8.8"])
	every parameters in [{"ignoreContainers": ["web"]}, {"ignoreImages": ["*/web@*"]}] {
		count(dns_servers.violation) == 0 with input as fixture.with_parameters(document, parameters)
	}
}

test_refuses_wrong_types if {
	every wrong in ["8.8.8.8", [null], [8], null, {}] {
		count(dns_servers.violation) == 1 with input as fixture.with_container("dnsServers", wrong)
	}
	count(dns_servers.violation) == 2 with input as fixture.with_member("/containerDefinitions/0", "web")
}

test_unknown if {
	every member in ["dnsServers", "dnsSearchDomains"] {
		every case in fixture.unknown_container(member) {
			found := dns_servers.violation with input as case.input
			fixture.only_unknown(found, case.pointer)
		}
	}
	one := dns_servers.violation with input as fixture.with_container("dnsServers", [fixture.marker])
	fixture.only_unknown(one, "/containerDefinitions/0/dnsServers/0")
}
