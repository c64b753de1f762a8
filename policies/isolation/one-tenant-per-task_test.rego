package policies.isolation["one-tenant-per-task_test"]

import data.lib.fixture_test as fixture
import data.lib.isolation_fixture_test as isolated
import data.policies.isolation["one-tenant-per-task"] as one_tenant

of(first, second) := isolated.two({"Tenant": first}, {"Tenant": second})

tagged(document, tenant) := json.patch(
	document,
	[{"op": "add", "path": "/request/object/tags", "value": isolated.tags({"Tenant": tenant})}],
)

test_allows_one_tenant if {
	count(one_tenant.violation) == 0 with input as of("a", "a")
	count(one_tenant.violation) == 0 with input as tagged(of("a", "a"), "a")
	count(one_tenant.violation) == 0 with input as isolated.two({"Tenant": "a"}, {"tenant-id": "a"})
}

test_allows_containers_without_a_label if {
	count(one_tenant.violation) == 0 with input as fixture.compliant
	count(one_tenant.violation) == 0 with input as isolated.two({}, {"Tenant": "a"})
	count(one_tenant.violation) == 0 with input as tagged(isolated.two({}, {}), "a")
}

test_refuses_two_tenants if {
	one_tenant.violation == {{
		"msg": "container agent: the tenant is b, and the task's is a",
		"field": "/containerDefinitions/1/dockerLabels/Tenant",
	}} with input as of("a", "b")
}

test_refuses_another_than_the_tasks if {
	found := one_tenant.violation with input as tagged(of("a", "b"), "b")
	fixture.fields(found) == {"/containerDefinitions/0/dockerLabels/Tenant"}
}

test_refuses_when_run if {
	found := one_tenant.violation with input as fixture.running(of("a", "b"))
	fixture.fields(found) == {"/context/taskDefinition/containerDefinitions/1/dockerLabels/Tenant"}
}

test_require_label if {
	document := fixture.with_parameters(isolated.two({"Tenant": "a"}, {}), {"requireLabel": true})
	one_tenant.violation == {{
		"msg": "container agent: the tenant is not named by a label",
		"field": "/containerDefinitions/1/dockerLabels",
	}} with input as document
	count(one_tenant.violation) == 0 with input as fixture.with_parameters(of("a", "a"), {"requireLabel": true})
	count(one_tenant.violation) == 1 with input as fixture.with_parameters(of("a", "b"), {"requireLabel": false})
}

test_label_and_tenant_keys if {
	document := tagged(isolated.two({"who": "a"}, {"who": "b"}), "b")
	count(one_tenant.violation) == 0 with input as document
	count(one_tenant.violation) == 1 with input as fixture.with_parameters(document, {"labelKeys": ["who"]})
	other := fixture.with_parameters(of("a", "a"), {"tenantKeys": ["Owner"]})
	count(one_tenant.violation) == 0 with input as tagged(other, "b")
	count(one_tenant.violation) == 2 with input as tagged(of("a", "a"), "b")
}

test_ignored_containers if {
	count(one_tenant.violation) == 0 with input as fixture.with_parameters(of("a", "b"), {"ignoreContainers": ["agent"]})
}

test_refuses_wrong_types if {
	every wrong in [null, 1, ["a"], {}] {
		count(one_tenant.violation) == 1 with input as of("a", wrong)
		count(one_tenant.violation) == 1 with input as of(wrong, "a")
		count(one_tenant.violation) == 1 with input as tagged(of("a", "a"), wrong)
		count(one_tenant.violation) == 0 with input as tagged(isolated.two({}, {}), wrong)
	}
	count(one_tenant.violation) == 1 with input as isolated.two({"Tenant": "a"}, "a")
}

test_unknown if {
	every case in fixture.unknown_container("dockerLabels") {
		found := one_tenant.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
	label := one_tenant.violation with input as of("a", fixture.marker)
	fixture.only_unknown(label, "/containerDefinitions/1/dockerLabels/Tenant")
	tag := one_tenant.violation with input as tagged(of("a", "a"), fixture.marker)
	fixture.only_unknown(tag, "/tags/0/value")
}
