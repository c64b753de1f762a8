package policies.fargate["host-port_test"]

import data.lib.fixture_test as fixture
import data.policies.fargate["host-port"] as host_port

mapping(member) := fixture.with_container("portMappings", [object.union({"containerPort": 8080}, member)])

test_allows_none_and_the_same if {
	count(host_port.violation) == 0 with input as fixture.compliant
	count(host_port.violation) == 0 with input as mapping({})
	count(host_port.violation) == 0 with input as mapping({"hostPort": 8080})
	count(host_port.violation) == 0 with input as mapping({"containerPort": fixture.marker})
	count(host_port.violation) == 0 with input as fixture.with_container("portMappings", [{"containerPortRange": "8000-8010"}])
}

test_refuses_another if {
	host_port.violation == {{
		"msg": "container web: hostPort 80 is not containerPort",
		"field": "/containerDefinitions/0/portMappings/0/hostPort",
	}} with input as mapping({"hostPort": 80})
	every wrong in [0, 80, "8080", null, [], {}] {
		count(host_port.violation) == 1 with input as mapping({"hostPort": wrong})
	}
}

test_refuses_wrong_types if {
	every wrong in [null, "8080", {}] {
		count(host_port.violation) == 1 with input as mapping({"containerPort": wrong, "hostPort": wrong})
		count(host_port.violation) == 1 with input as fixture.with_container("portMappings", wrong)
	}
	count(host_port.violation) == 1 with input as fixture.with_container("portMappings", [null])
	count(host_port.violation) == 1 with input as fixture.with_container("portMappings", [{"hostPort": 80}])
}

test_refuses_when_run if {
	found := host_port.violation with input as fixture.running(mapping({"hostPort": 80}))
	fixture.fields(found) == {"/context/taskDefinition/containerDefinitions/0/portMappings/0/hostPort"}
}

test_ignored_containers if {
	document := fixture.with_parameters(mapping({"hostPort": 80}), {"ignoreContainers": ["web"]})
	count(host_port.violation) == 0 with input as document
}

test_unknown if {
	every case in fixture.unknown_container("portMappings") {
		found := host_port.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
	at := "/containerDefinitions/0/portMappings/0"
	host := host_port.violation with input as mapping({"hostPort": fixture.marker})
	fixture.only_unknown(host, $"{at}/hostPort")
	container := host_port.violation with input as mapping({"containerPort": fixture.marker, "hostPort": 80})
	fixture.only_unknown(container, $"{at}/containerPort")
	both := host_port.violation with input as mapping({"containerPort": fixture.marker, "hostPort": fixture.marker})
	fixture.only_unknown(both, $"{at}/containerPort")
	whole := host_port.violation with input as fixture.with_container("portMappings", [fixture.marker])
	fixture.only_unknown(whole, at)
}
