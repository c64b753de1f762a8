package policies.isolation["cluster-tenant_test"]

import data.lib.fixture_test as fixture
import data.lib.isolation_fixture_test as isolated
import data.lib.target_fixture_test as on
import data.policies.isolation["cluster-tenant"] as cluster_tenant

run(task, cluster) := on.on_cluster(
	on.launching(isolated.tagged(task, {}), {}),
	{"tags": isolated.tags(cluster)},
)

test_allows_the_same_tenant if {
	count(cluster_tenant.violation) == 0 with input as run({"Tenant": "a"}, {"Tenant": "a"})
	count(cluster_tenant.violation) == 0 with input as run({"tenant-id": "a"}, {"Tenant": "a"})
	call := fixture.changed(run({}, {"Tenant": "a"}), [{"op": "add", "path": "/object/tags", "value": isolated.tags({"Tenant": "a"})}])
	count(cluster_tenant.violation) == 0 with input as call
}

test_allows_a_cluster_for_everybody if {
	count(cluster_tenant.violation) == 0 with input as run({"Tenant": "a"}, {})
	count(cluster_tenant.violation) == 0 with input as run({}, {})
}

test_refuses_another_tenant if {
	cluster_tenant.violation == {{
		"msg": "the tenant of the task is a, and the cluster is b's",
		"field": "/context/taskDefinition/tags/0/value",
	}} with input as run({"Tenant": "a"}, {"Tenant": "b"})
}

test_refuses_a_task_without_a_tenant if {
	cluster_tenant.violation == {{
		"msg": "the tenant of the task is named by no tag, and the cluster is b's",
		"field": "/tags",
	}} with input as run({}, {"Tenant": "b"})
}

test_refuses_where_the_cluster_is_not_known if {
	cluster_tenant.violation == {{
		"msg": "the tenant of the cluster is not known",
		"field": "/cluster",
	}} with input as on.launching(isolated.tagged({"Tenant": "a"}, {}), {})
}

test_require_tenant if {
	document := fixture.with_parameters(run({"Tenant": "a"}, {}), {"requireTenant": true})
	cluster_tenant.violation == {{
		"msg": "the tenant of the cluster is named by no tag",
		"field": "/context/cluster/tags",
	}} with input as document
	count(cluster_tenant.violation) == 0 with input as fixture.with_parameters(run({"Tenant": "a"}, {}), {"requireTenant": false})
	neither := cluster_tenant.violation with input as fixture.with_parameters(run({}, {}), {"requireTenant": true})
	fixture.fields(neither) == {"/context/cluster/tags"}
	same := fixture.with_parameters(run({"Tenant": "a"}, {"Tenant": "a"}), {"requireTenant": true})
	count(cluster_tenant.violation) == 0 with input as same
}

test_tenant_keys if {
	document := run({"Owner": "a"}, {"Owner": "b"})
	count(cluster_tenant.violation) == 0 with input as document
	count(cluster_tenant.violation) == 1 with input as fixture.with_parameters(document, {"tenantKeys": ["Owner"]})
}

test_refuses_wrong_types if {
	every wrong in [null, 1, {}, []] {
		count(cluster_tenant.violation) == 1 with input as run({"Tenant": wrong}, {"Tenant": "a"})
		count(cluster_tenant.violation) == 1 with input as run({"Tenant": wrong}, {"Tenant": wrong})
	}
}

test_unknown if {
	task := cluster_tenant.violation with input as run({"Tenant": fixture.marker}, {"Tenant": "a"})
	fixture.only_unknown(task, "/context/taskDefinition/tags/0/value")
	cluster := cluster_tenant.violation with input as run({"Tenant": "a"}, {"Tenant": fixture.marker})
	fixture.only_unknown(cluster, "/context/cluster/tags/0/value")
	both := cluster_tenant.violation with input as run({"Tenant": fixture.marker}, {"Tenant": fixture.marker})
	count(both) == 1
	whole := cluster_tenant.violation with input as on.on_cluster(run({"Tenant": "a"}, {}), fixture.marker)
	fixture.only_unknown(whole, "/context/cluster")
}
