package policies.workload["host-port_test"]

import data.lib.fixture_test as fixture
import data.policies.workload["host-port"] as host_port

mapping(mode, ports) := fixture.registering([
	{"op": "add", "path": "/networkMode", "value": mode},
	{"op": "add", "path": "/containerDefinitions/0/portMappings", "value": [ports]},
])

test_allows_left_out if {
	count(host_port.violation) == 0 with input as fixture.compliant
	every mode in ["awsvpc", "host", "bridge"] {
		count(host_port.violation) == 0 with input as mapping(mode, {"containerPort": 80})
		count(host_port.violation) == 0 with input as mapping(mode, {"containerPortRange": "80-90"})
	}
}

test_allows_the_container_port if {
	every mode in ["awsvpc", "host", "bridge"] {
		count(host_port.violation) == 0 with input as mapping(mode, {"containerPort": 80, "hostPort": 80})
	}
}

test_allows_a_port_of_the_instance_in_bridge if {
	every host in [0, 443, 8080, 51677] {
		count(host_port.violation) == 0 with input as mapping("bridge", {"containerPort": 80, "hostPort": host})
	}
	count(host_port.violation) == 0 with input as mapping("default", {"containerPort": 80, "hostPort": 8080})
	unset := json.remove(mapping("bridge", {"containerPort": 80, "hostPort": 8080}), ["/request/object/networkMode"])
	count(host_port.violation) == 0 with input as unset
}

test_refuses_another_port if {
	found := host_port.violation with input as mapping("awsvpc", {"containerPort": 80, "hostPort": 8080})
	found == {{
		"msg": "container web asks for a host port that the network mode awsvpc does not give: 8080",
		"field": "/containerDefinitions/0/portMappings/0/hostPort",
	}}
	every mode in ["host", "none", "", null] {
		count(host_port.violation) == 1 with input as mapping(mode, {"containerPort": 80, "hostPort": 8080})
	}
	count(host_port.violation) == 1 with input as mapping("awsvpc", {"containerPort": 80, "hostPort": 0})
	count(host_port.violation) == 1 with input as mapping("awsvpc", {"containerPortRange": "80-90", "hostPort": 80})
}

test_refuses_reserved_ports if {
	every host in [22, 2375, 2376, 51678, 51679, 51680, -1] {
		count(host_port.violation) == 1 with input as mapping("bridge", {"containerPort": 80, "hostPort": host})
	}
}

test_dynamic_only if {
	fixed := mapping("bridge", {"containerPort": 80, "hostPort": 8080})
	count(host_port.violation) == 1 with input as fixture.with_parameters(fixed, {"dynamicOnly": true})
	every ports in [{"containerPort": 80}, {"containerPort": 80, "hostPort": 0}] {
		count(host_port.violation) == 0 with input as fixture.with_parameters(mapping("bridge", ports), {"dynamicOnly": true})
	}
}

test_refuses_wrong_types if {
	every wrong in [null, "80", true, [], {}] {
		every mode in ["awsvpc", "bridge"] {
			count(host_port.violation) == 1 with input as mapping(mode, {"containerPort": 80, "hostPort": wrong})
		}
	}
	every wrong in ["80", null, {}, 1, [null], [80]] {
		count(host_port.violation) == 1 with input as fixture.with_container("portMappings", wrong)
	}
}

test_refuses_when_run if {
	found := host_port.violation with input as fixture.running(mapping("awsvpc", {"containerPort": 80, "hostPort": 81}))
	fixture.fields(found) == {"/context/taskDefinition/containerDefinitions/0/portMappings/0/hostPort"}
}

test_unknown if {
	every case in fixture.unknown_container("portMappings") {
		found := host_port.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
}

test_unknown_ports_and_mode if {
	host := host_port.violation with input as mapping("awsvpc", {"containerPort": 80, "hostPort": fixture.marker})
	fixture.only_unknown(host, "/containerDefinitions/0/portMappings/0/hostPort")
	port := host_port.violation with input as mapping("awsvpc", {"containerPort": fixture.marker, "hostPort": 80})
	fixture.only_unknown(port, "/containerDefinitions/0/portMappings/0/containerPort")
	mode := host_port.violation with input as mapping(fixture.marker, {"containerPort": 80, "hostPort": 80})
	fixture.only_unknown(mode, "/networkMode")
}
