package lib.agent_test

import data.lib.agent
import data.lib.agent_fixture_test as instrumented
import data.lib.fixture_test as fixture

test_among if {
	every image in [
		"quay.io/sysdig/workload-agent:latest", "1.dkr.ecr.eu-west-1.amazonaws.com/mirror/sysdig/workload-agent@sha256:a",
		"falcosecurity/falco-userspace", "public.ecr.aws/datadog/cws-instrumentation:1", "public.ecr.aws/datadog/agent",
		"registry.twistlock.com/twistlock/defender:defender_1", "registry.aquasec.com/microenforcer:1", "registry.aquasec.com/microenforcer-basic:2022.4",
		"registry.crowdstrike.com/falcon-container/us-1/release/falcon-sensor:7",
	] {
		agent.among({"image": image}, agent.repositories)
	}
	every image in ["nginx", "notsysdig/workload-agent", "sysdig/workload-agent-evil", "workload-agent", "", null, 1] {
		not agent.among({"image": image}, agent.repositories)
	}
	not agent.among({}, agent.repositories)
	not agent.among({"image": "sysdig/workload-agent"}, ["other"])
}

test_wrapped if {
	count(agent.wrappers) == 9
	every first in [
		"/opt/draios/bin/instrument", "/vendor/falco/bin/launcher", "/kilt/launcher",
		"/cws-instrumentation-volume/cws-instrumentation", "/var/lib/twistlock/fargate/defender",
		"/var/lib/twistlock/fargate/fargate_defender.sh", "/.aquasec/bin/microenforcer",
		"/tmp/CrowdStrike/rootfs/lib64/ld-linux-x86-64.so.2", "/tmp/CrowdStrike/rootfs/lib/ld-linux-aarch64.so.1",
	] {
		agent.wrapped({"entryPoint": [first, "/app"]})
	}
	not agent.wrapped({"entryPoint": ["/app", "/kilt/launcher"]})
	not agent.wrapped({"entryPoint": []})
	not agent.wrapped({})
}

test_keys_and_variables if {
	agent.keys == ["SYSDIG_ACCESS_KEY", "DD_API_KEY", "INSTALL_BUNDLE", "AQUA_TOKEN"]
	count(agent.variables) == 13
	"LD_PRELOAD" in agent.variables
}

test_unclear if {
	none := agent.unclear with input as instrumented.instrumented({})
	none == set()
	one := agent.unclear with input as instrumented.instrumented({"image": fixture.marker})
	one == {{"value": fixture.marker, "field": "/containerDefinitions/1/image"}}
}
