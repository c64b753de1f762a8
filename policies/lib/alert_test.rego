package lib.alert_test

import data.lib.alert
import data.lib.alert_fixture_test as fixtures
import data.lib.fixture_test as fixture

test_told if {
	alert.told == "falco raises Drop and execute new binary in container, Critical, in container app" with input as fixtures.severe
	bare := fixture.asking("RuntimeAlert", "CREATE", {"source": "falco", "type": "x"})
	alert.told == "falco raises x, severity unknown" with input as bare
}

test_outsiders if {
	every type in [
		"Recon:EC2/Portscan", "Recon:EC2/PortProbeUnprotectedPort", "UnauthorizedAccess:EC2/SSHBruteForce", "Port Scan detected",
		"Disallowed SSH Connection", "Unexpected Inbound Connection Source",
	] {
		alert.outsider with input as fixtures.with_members({"type": type})
		alert.response == "flag" with input as fixtures.with_members({"type": type})
	}
	every type in ["Execution:Runtime/ReverseShell", "Terminal shell in container", null] {
		not alert.outsider with input as fixtures.with_members({"type": type})
	}
}

test_own_instrumentation if {
	ptrace := "DefenseEvasion:Runtime/ProcessInjection.Ptrace"
	wrapper := "/opt/draios/bin/instrument"
	alert.excluded with input as fixtures.with_members({"type": ptrace, "process": {"executable": wrapper}})
	alert.excluded with input as fixtures.with_members({
		"type": "PTRACE attached to process",
		"process": {"executable": "/opt/draios/bin/pdig", "ancestors": ["/sbin/init", wrapper]},
	})
	every process in [{}, {"executable": "/tmp/instrument"}, {"executable": fixture.marker}, null] {
		not alert.excluded with input as fixtures.with_members({"type": ptrace, "process": process})
	}
	not alert.excluded with input as fixtures.with_members({"process": {"executable": wrapper}})
}

test_ignored if {
	not alert.excluded with input as fixtures.severe
	types := {"ignoreTypes": ["Drop and*"]}
	alert.excluded with input as fixture.with_parameters(fixtures.severe, types)
	containers := {"ignoreContainers": ["app"]}
	alert.excluded with input as fixture.with_parameters(fixtures.severe, containers)
	others := {"ignoreTypes": ["Terminal*"], "ignoreContainers": ["web"]}
	not alert.excluded with input as fixture.with_parameters(fixtures.severe, others)
}

test_response if {
	alert.response == "stop" with input as fixtures.severe
	every asked in ["flag", "rollback", "scaleToZero", "quarantine"] {
		alert.response == asked with input as fixture.with_parameters(fixtures.of_service(1, 9), {"response": asked})
	}
}

test_spares_services if {
	alert.response == "stop" with input as fixtures.of_service(2, 2)
	alert.response == "flag" with input as fixtures.of_service(1, 0)
	alert.response == "flag" with input as fixtures.of_service(9, 3)
	alert.response == "flag" with input as fixtures.stopping(3, 2)
	alert.response == "stop" with input as fixtures.stopping(3, 1)
	alert.response == "stop" with input as fixture.with_parameters(fixtures.of_service(1, 0), {"minimumHealthy": 0})
	alert.response == "stop" with input as fixture.with_parameters(fixtures.of_service(9, 3), {"stopsPerHour": 4})
}
