package policies.isolation["shared-kernel_test"]

import data.lib.fixture_test as fixture
import data.lib.isolation_fixture_test as isolated
import data.lib.target_fixture_test as on
import data.policies.isolation["shared-kernel"] as shared_kernel

with_members(class, members, launch_type) := on.launching(
	isolated.tagged({"DataClassification": class}, members),
	{"launchType": launch_type},
)

opened(class, launch_type) := with_members(class, {"pidMode": "host"}, launch_type)

test_allows_a_task_that_opens_nothing if {
	count(shared_kernel.violation) == 0 with input as isolated.run({"DataClassification": "restricted"}, "EC2")
	closed := {"pidMode": "task", "ipcMode": "none", "networkMode": "bridge"}
	count(shared_kernel.violation) == 0 with input as with_members("restricted", closed, "EC2")
	count(shared_kernel.violation) == 0 with input as with_members("restricted", {"ipcMode": "task", "networkMode": "none"}, "EC2")
}

test_allows_insensitive_data if {
	every class in ["public", "internal"] {
		count(shared_kernel.violation) == 0 with input as opened(class, "EC2")
	}
}

test_allows_a_host_that_is_not_shared if {
	count(shared_kernel.violation) == 0 with input as opened("restricted", "FARGATE")
	single := {"tags": [{"key": "Tenancy", "value": "single"}]}
	count(shared_kernel.violation) == 0 with input as on.on_cluster(opened("restricted", "EC2"), single)
}

test_refuses_namespaces_of_the_host if {
	shared_kernel.violation == {{
		"msg": "pidMode is the host's, and tasks share the host",
		"field": "/context/taskDefinition/pidMode",
	}} with input as opened("restricted", "EC2")
	every member in ["pidMode", "ipcMode", "networkMode"] {
		found := shared_kernel.violation with input as with_members("confidential", {member: "host"}, "EC2")
		fixture.fields(found) == {$"/context/taskDefinition/{member}"}
	}
}

test_refuses_privileged_containers if {
	document := on.launching(fixture.with_container("privileged", true), {"launchType": "EC2"})
	shared_kernel.violation == {{
		"msg": "container web is privileged on a host that tasks share",
		"field": "/context/taskDefinition/containerDefinitions/0/privileged",
	}} with input as document
	ignoring := fixture.with_parameters(document, {"ignoreContainers": ["web"]})
	count(shared_kernel.violation) == 0 with input as ignoring
}

test_refuses_paths_of_the_host if {
	volumes := [{"name": "socket", "host": {"sourcePath": "/var/run/docker.sock"}}]
	shared_kernel.violation == {{
		"msg": "a volume opens a path of a host that tasks share",
		"field": "/context/taskDefinition/volumes/0/host/sourcePath",
	}} with input as with_members("restricted", {"volumes": volumes}, "EC2")
}

test_refuses_what_is_not_classified_or_not_placed if {
	count(shared_kernel.violation) == 1 with input as on.launching(fixture.with_member("/pidMode", "host"), {"launchType": "EC2"})
	count(shared_kernel.violation) == 1 with input as on.launching(fixture.with_member("/pidMode", "host"), {})
	count(shared_kernel.violation) == 1 with input as opened("secret", "EC2")
	count(shared_kernel.violation) == 1 with input as opened(null, "EC2")
	count(shared_kernel.violation) == 1 with input as opened("restricted", "LAMBDA")
}

test_refuses_wrong_types if {
	every wrong in [null, 1, {}, ["task"]] {
		count(shared_kernel.violation) == 1 with input as with_members("restricted", {"pidMode": wrong}, "EC2")
	}
}

test_insensitive if {
	document := opened("restricted", "EC2")
	count(shared_kernel.violation) == 0 with input as fixture.with_parameters(document, {"insensitive": ["restricted"]})
	count(shared_kernel.violation) == 1 with input as fixture.with_parameters(opened("public", "EC2"), {"insensitive": []})
}

test_classification_keys if {
	document := on.launching(isolated.tagged({"Class": "public"}, {"pidMode": "host"}), {"launchType": "EC2"})
	count(shared_kernel.violation) == 1 with input as document
	count(shared_kernel.violation) == 0 with input as fixture.with_parameters(document, {"classificationKeys": ["Class"]})
}

test_single_tenant_tags_and_expressions if {
	cluster := on.on_cluster(opened("restricted", "EC2"), {"tags": [{"key": "Owner", "value": "us"}]})
	count(shared_kernel.violation) == 0 with input as fixture.with_parameters(cluster, {"singleTenantTags": ["Owner=us"]})
	placed := fixture.changed(opened("restricted", "EC2"), [{
		"op": "add",
		"path": "/object/placementConstraints",
		"value": [{"type": "memberOf", "expression": "a"}],
	}])
	count(shared_kernel.violation) == 0 with input as fixture.with_parameters(placed, {"singleTenantExpressions": ["a"]})
}

test_unknown if {
	class := shared_kernel.violation with input as opened(fixture.marker, "EC2")
	fixture.only_unknown(class, "/context/taskDefinition/tags/0/value")
	target := shared_kernel.violation with input as opened("restricted", fixture.marker)
	fixture.only_unknown(target, "/launchType")
	opening := shared_kernel.violation with input as with_members("restricted", {"pidMode": fixture.marker}, "EC2")
	fixture.only_unknown(opening, "/context/taskDefinition/pidMode")
}

test_allows_containers_that_say_nothing if {
	document := json.remove(with_members("restricted", {}, "EC2"), ["/request/context/taskDefinition/containerDefinitions/0/privileged"])
	count(shared_kernel.violation) == 0 with input as document
}

test_unknown_placement if {
	every member in ["type", "expression"] {
		constraint := object.union({"type": "memberOf", "expression": "attribute:tenant == a"}, {member: fixture.marker})
		call := fixture.changed(
			opened("restricted", "EC2"),
			[{"op": "add", "path": "/object/placementConstraints", "value": [constraint]}],
		)
		found := shared_kernel.violation with input as fixture.with_parameters(call, {"singleTenantExpressions": ["attribute:tenant == a"]})
		fixture.only_unknown(found, $"/placementConstraints/0/{member}")
		certain := shared_kernel.violation with input as call
		fixture.fields(certain) == {"/context/taskDefinition/pidMode"}
	}
	defined := fixture.changed(
		opened("restricted", "EC2"),
		[{"op": "add", "path": "/context/taskDefinition/placementConstraints", "value": [fixture.marker]}],
	)
	found := shared_kernel.violation with input as fixture.with_parameters(defined, {"singleTenantExpressions": ["a"]})
	fixture.only_unknown(found, "/context/taskDefinition/placementConstraints/0")
}
