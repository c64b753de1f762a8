package policies.runtime["instrument-crowdstrike_test"]

import data.lib.instrument_fixture_test as on
import data.policies.runtime["instrument-crowdstrike"] as crowdstrike

parameters := {"agentImage": "mirror.example/falcon-container:7", "cid": "ABC-12", "falconctlOptions": "--tags=web"}

mount(read_only) := {"sourceVolume": "crowdstrike-falcon-volume", "containerPath": "/tmp/CrowdStrike", "readOnly": read_only}

instrumented(document) := after.request.object if {
	operations := crowdstrike.patch with input as document
	after := on.patched(document, operations)
	again := crowdstrike.patch with input as after
	again == []
	found := crowdstrike.violation with input as after
	count(found) == 0
}

# No secret is fetched, so that no execution role is needed for it.
test_makes_the_whole_of_it if {
	made := instrumented(on.registering(parameters, [{"op": "remove", "path": "/executionRoleArn"}]))
	made == object.union(object.remove(on.task_definition, ["executionRoleArn"]), {
		"volumes": [{"name": "crowdstrike-falcon-volume"}],
		"containerDefinitions": [
			{
				"name": "web",
				"image": on.image,
				"entryPoint": [
					"/tmp/CrowdStrike/rootfs/lib64/ld-linux-x86-64.so.2", "--library-path", "/tmp/CrowdStrike/rootfs/lib64",
					"/tmp/CrowdStrike/rootfs/bin/bash", "/tmp/CrowdStrike/rootfs/entrypoint-ecs.sh", "/docker-entrypoint.sh",
				],
				"command": ["nginx", "-g", "daemon off;"],
				"environment": [{"name": "PORT", "value": "80"}, {"name": "FALCONCTL_OPTS", "value": "--cid=ABC-12 --tags=web"}],
				"linuxParameters": {"capabilities": {"add": ["SYS_PTRACE"]}},
				"mountPoints": [mount(true)],
				"dependsOn": [{"containerName": "crowdstrike-falcon-init-container", "condition": "COMPLETE"}],
			},
			{
				"name": "crowdstrike-falcon-init-container",
				"image": "mirror.example/falcon-container:7",
				"essential": false,
				"user": "0:0",
				"entryPoint": [
					"/bin/bash", "-c",
					"chmod u+rwx /tmp/CrowdStrike && mkdir /tmp/CrowdStrike/rootfs && cp -r /bin /etc /lib64 /usr /entrypoint-ecs.sh /tmp/CrowdStrike/rootfs && chmod -R a=rX /tmp/CrowdStrike",
				],
				"mountPoints": [mount(false)],
			},
		],
	})
}

# Where the root filesystem is read-only the sensor writes to a volume of the container's own.
test_a_read_only_root_filesystem if {
	made := instrumented(on.registering(parameters, [
		on.container("readonlyRootFilesystem", true),
		{"op": "add", "path": "/containerDefinitions/-", "value": {"name": "job", "image": "a", "entryPoint": ["/job"]}},
	]))
	made.volumes == [{"name": "crowdstrike-falcon-volume"}, {"name": "crowdstrike-private-web"}]
	private := {"sourceVolume": "crowdstrike-private-web", "containerPath": "/tmp/CrowdStrike-private", "readOnly": false}
	made.containerDefinitions[0].mountPoints == [mount(true), private]
	made.containerDefinitions[1].mountPoints == [mount(true)]
}

test_arm if {
	document := on.registering(parameters, [{"op": "add", "path": "/runtimePlatform", "value": {"cpuArchitecture": "ARM64"}}])
	crowdstrike.patch == [] with input as document
	wrapped := on.registering(parameters, [
		{"op": "add", "path": "/runtimePlatform", "value": {"cpuArchitecture": "ARM64"}},
		on.container("entryPoint", ["/tmp/CrowdStrike/rootfs/lib/ld-linux-aarch64.so.1", "--library-path"]),
	])
	count(crowdstrike.violation) == 0 with input as wrapped
}

test_asks_nothing_without_parameters if {
	crowdstrike.violation == {{
		"outcome": "notApplicable",
		"msg": "no constraint gives the parameters that CrowdStrike's agent needs: agentImage, cid",
	}} with input as on.registering({}, [])
}

test_refuses_what_is_bare if {
	bare := on.registering(parameters, [])
	on.messages(crowdstrike.violation) == {"container web does not start under CrowdStrike's agent"} with input as bare
}
