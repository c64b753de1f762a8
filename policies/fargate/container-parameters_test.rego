package policies.fargate["container-parameters_test"]

import data.lib.fixture_test as fixture
import data.policies.fargate["container-parameters"] as container_parameters

members := ["disableNetworking", "dnsSearchDomains", "dnsServers", "dockerSecurityOptions", "extraHosts", "links", "privileged"]

test_allows_none_of_them if {
	count(container_parameters.violation) == 0 with input as fixture.compliant
	count(container_parameters.violation) == 0 with input as fixture.without_container("privileged")
}

test_allows_what_asks_for_nothing if {
	every member in ["disableNetworking", "privileged"] {
		count(container_parameters.violation) == 0 with input as fixture.with_container(member, false)
	}
	every member in ["dnsSearchDomains", "dnsServers", "dockerSecurityOptions", "extraHosts", "links"] {
		count(container_parameters.violation) == 0 with input as fixture.with_container(member, [])
	}
}

test_refuses_name_servers if {
	container_parameters.violation == {{
		"msg": "container web: dnsServers is set, which Fargate does not allow",
		"field": "/containerDefinitions/0/dnsServers",
	}} with input as fixture.with_container("dnsServers", ["10.0.0.2"])
}

test_refuses_each_of_them if {
	every member, set in {
		"disableNetworking": true,
		"dnsSearchDomains": ["example.com"],
		"dnsServers": ["10.0.0.2"],
		"dockerSecurityOptions": ["no-new-privileges"],
		"extraHosts": [{"hostname": "a", "ipAddress": "10.0.0.1"}],
		"links": ["db"],
		"privileged": true,
	} {
		found := container_parameters.violation with input as fixture.with_container(member, set)
		fixture.fields(found) == {$"/containerDefinitions/0/{member}"}
	}
}

test_refuses_when_run if {
	found := container_parameters.violation with input as fixture.running(fixture.with_container("links", ["db"]))
	fixture.fields(found) == {"/context/taskDefinition/containerDefinitions/0/links"}
}

test_refuses_wrong_types if {
	every member in members {
		every wrong in [null, "", 0, {}, "false"] {
			count(container_parameters.violation) == 1 with input as fixture.with_container(member, wrong)
		}
	}
}

test_ignored_containers if {
	document := fixture.with_parameters(fixture.with_container("links", ["db"]), {"ignoreContainers": ["web"]})
	count(container_parameters.violation) == 0 with input as document
}

test_unknown if {
	every member in members {
		every case in fixture.unknown_container(member) {
			found := container_parameters.violation with input as case.input
			fixture.only_unknown(found, case.pointer)
		}
	}
}
