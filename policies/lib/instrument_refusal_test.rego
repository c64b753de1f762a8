package lib.instrument_refusal_test

import data.lib.fixture_test as fixture
import data.lib.instrument_fixture_test as on
import data.policies.runtime["instrument-sysdig"] as sysdig

parameters := {"agentImage": "quay.io/sysdig/workload-agent:6", "collectorHost": "collector.example", "accessKeySecret": on.secret}

bare := {
	"msg": "container web does not start under Sysdig's agent",
	"field": "/containerDefinitions/0/entryPoint",
}

set_member(pointer, found) := {"op": "add", "path": pointer, "value": found}

# True when the task is not patched, and this is why.
refused(patches, msg, field) if {
	document := on.registering(parameters, patches)
	sysdig.patch == [] with input as document
	found := sysdig.violation with input as document
	found == {bare, {"msg": msg, "field": field}}
}

task(text) := $"the task cannot be instrumented with Sysdig: {text}"

web(text) := $"container web cannot be instrumented with Sysdig: {text}"

test_platform if {
	refused(
		[set_member("/runtimePlatform", {"operatingSystemFamily": "WINDOWS_SERVER_2022_CORE"})],
		task("its operating system is WINDOWS_SERVER_2022_CORE, and the agent is for Linux"),
		"/runtimePlatform/operatingSystemFamily",
	)
	refused(
		[set_member("/runtimePlatform", {"cpuArchitecture": "ARM64"})],
		task("its CPU architecture is ARM64, and the agent's image is for X86_64"),
		"/runtimePlatform/cpuArchitecture",
	)
	arm := on.registering(
		object.union(parameters, {"architectures": ["X86_64", "ARM64"]}),
		[set_member("/runtimePlatform", {"cpuArchitecture": "ARM64", "operatingSystemFamily": "LINUX"})],
	)
	count(sysdig.patch) > 0 with input as arm
	refused([set_member("/pidMode", "host")], task("its pidMode is host, and Fargate has no other than task"), "/pidMode")
}

test_keeps_a_pid_mode if {
	document := on.registering(parameters, [set_member("/pidMode", "task")])
	operations := sysdig.patch with input as document
	every operation in operations { operation.path != "/pidMode" }
	count(operations) > 0
}

test_role if {
	every role in ["", null] {
		operations := sysdig.patch with input as on.registering(parameters, [set_member("/executionRoleArn", role)])
		operations == []
	}
	refused(
		[{"op": "remove", "path": "/executionRoleArn"}],
		task("it has no executionRoleArn to fetch the agent's secrets with"),
		"/executionRoleArn",
	)
}

test_elsewhere_than_on_fargate if {
	document := on.registering(parameters, [set_member("/requiresCompatibilities", ["EC2"])])
	sysdig.patch == [] with input as document
	sysdig.violation == {{"outcome": "notApplicable", "msg": "the task does not run on Fargate"}} with input as document
	launched := fixture.launching("Task", "CREATE", {"launchType": "EC2"})
	call := fixture.with_parameters(launched, parameters)
	sysdig.violation == {{"outcome": "notApplicable", "msg": "the task does not run on Fargate"}} with input as call
}

test_names_that_are_taken if {
	refused(
		[set_member("/containerDefinitions/-", {
			"name": "sysdigInstrumentation", "image": "evil", "entryPoint": ["/opt/draios/bin/instrument", "a"],
		})],
		task("another container is called sysdigInstrumentation, which the agent's needs to be"),
		"/containerDefinitions/1/name",
	)
}

others(count_of) := [set_member("/containerDefinitions/-", {"name": $"c{n}", "image": "a", "entryPoint": ["/opt/draios/bin/instrument"]}) |
	some n in numbers.range(1, count_of)
]

test_ten_containers if {
	refused(others(9), task("it would have 11 containers, and ECS takes 10"), "/containerDefinitions")
	operations := sysdig.patch with input as on.registering(parameters, others(8))
	count(operations) > 0
}

kilobytes(n) := concat("", [text | some _ in numbers.range(1, n * 32); text := "0123456789abcdef0123456789abcdef"])

test_64_kib if {
	operations := sysdig.patch with input as on.registering(parameters, [set_member("/containerDefinitions/0/dockerLabels", {"a": kilobytes(62)})])
	count(operations) > 0
	document := on.registering(parameters, [set_member("/containerDefinitions/0/dockerLabels", {"a": kilobytes(64)})])
	sysdig.patch == [] with input as document
	found := sysdig.violation with input as document
	some violation in found
	regex.match(`: it would have about 6\d{4} bytes, and ECS takes 65536$`, violation.msg)
}

test_another_agent if {
	every wrapper in ["/.aquasec/bin/microenforcer", "/vendor/falco/bin/launcher"] {
		refused([on.container("entryPoint", [wrapper, "a"])], web($"it starts under another agent already, {wrapper}"), "/containerDefinitions/0/entryPoint/0")
	}
}

test_dropped_capability if {
	every dropped in ["SYS_PTRACE", "CAP_SYS_PTRACE", "sys_ptrace"] {
		refused(
			[on.container("linuxParameters", {"capabilities": {"drop": ["NET_RAW", dropped]}})],
			web("it drops SYS_PTRACE, which the agent needs"),
			"/containerDefinitions/0/linuxParameters/capabilities/drop/1",
		)
	}
	every drop in [[], ["ALL"]] {
		document := on.registering(parameters, [on.container("linuxParameters", {"capabilities": {"drop": drop}})])
		operations := sysdig.patch with input as document
		count(operations) > 0
	}
}

test_nothing_to_start if {
	every config in [{}, {"Entrypoint": [], "Cmd": null}] {
		document := json.patch(on.registering(parameters, []), [{"op": "add", "path": "/request/context/images", "value": {on.image: {"config": config}}}])
		sysdig.patch == [] with input as document
		found := sysdig.violation with input as document
		found == {bare, {"msg": web("neither the task definition nor its image says what it starts; declare entryPoint or command"), "field": bare.field}}
	}
}

test_configurations_that_cannot_be_read if {
	every config in [null, "sh", [], {"Entrypoint": "sh"}, {"Entrypoint": [1]}, {"Entrypoint": ["a"], "Cmd": {}}] {
		document := json.patch(on.registering(parameters, []), [{"op": "add", "path": "/request/context/images", "value": {on.image: {"config": config}}}])
		operations := sysdig.patch with input as document
		operations == []
	}
}

test_a_variable_that_is_a_secret if {
	refused(
		[on.container("secrets", [{"name": "SYSDIG_SIDECAR", "valueFrom": on.secret}])],
		web("its variable SYSDIG_SIDECAR comes from a secret, and the agent's does not"),
		"/containerDefinitions/0/secrets/0/name",
	)
}
