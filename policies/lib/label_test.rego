package lib.label_test

import data.lib.fixture_test as fixture
import data.lib.label
import data.lib.target_fixture_test as on

keys := ["Tenant", "tenant-id"]

tags(list) := [{"key": key, "value": found} | some key, found in list]

task(definition, call, cluster) := on.on_cluster(
	on.launching(fixture.with_member("/tags", tags(definition)), {"tags": tags(call)}),
	{"tags": tags(cluster)},
)

said(document, accounts) := answer if {
	answer := label.of_task(keys, accounts) with input as document
}

test_the_task_definition_goes_first if {
	said(task({"Tenant": "a"}, {"Tenant": "b"}, {"Tenant": "c"}), {}) == {
		"value": "a",
		"field": "/context/taskDefinition/tags/0/value",
	}
	said(fixture.with_member("/tags", tags({"Other": "x", "Tenant": "a"})), {}) == {"value": "a", "field": "/tags/1/value"}
}

test_then_the_call_the_cluster_and_the_account if {
	said(task({}, {"tenant-id": "b"}, {"Tenant": "c"}), {}) == {"value": "b", "field": "/tags/0/value"}
	said(task({}, {"Tenant": ""}, {"Tenant": "c"}), {}) == {"value": "c", "field": "/context/cluster/tags/0/value"}
	said(task({}, {}, {}), {"123456789012": "d"}).value == "d"
	said(task({}, {}, {}), {"999999999999": "d"}).value == ""
	said(json.remove(task({}, {}, {}), ["/request/account"]), {"": ""}).value == ""
}

test_a_registration_has_no_call if {
	registered := json.patch(fixture.compliant, [{"op": "add", "path": "/request/object/tags", "value": tags({"Tenant": "a"})}])
	said(registered, {}) == {"value": "a", "field": "/tags/0/value"}
	said(fixture.compliant, {}).value == ""
}

test_keys_in_their_order_and_case if {
	said(task({"tenant-id": "b", "Tenant": "a"}, {}, {}), {}).value == "a"
	said(task({"tenant": "a", "TENANT": "a"}, {}, {}), {}).value == ""
}

test_what_a_service_keeps if {
	update := fixture.changed(
		fixture.launching("Service", "UPDATE", {}),
		[{"op": "add", "path": "/context/service", "value": {"tags": tags({"Tenant": "a"})}}],
	)
	said(update, {}) == {"value": "a", "field": "/context/service/tags/0/value"}
}

test_what_cannot_be_read_may_be_it if {
	said(fixture.with_member("/tags", fixture.marker), {}) == {"value": fixture.marker, "field": "/tags/0/key"}
	said(fixture.with_member("/tags", [{"key": fixture.marker, "value": "a"}]), {}).value == fixture.marker
	said(fixture.with_member("/tags", [{"key": "Tenant", "value": fixture.marker}]), {}) == {
		"value": fixture.marker,
		"field": "/tags/0/value",
	}
	said(fixture.with_member("/tags", "Tenant=a"), {}).value == null
	said(fixture.with_member("/tags", [{"key": "Tenant", "value": null}]), {}).value == null
	said(fixture.with_member("/tags", [{"key": fixture.marker}, {"key": "Tenant", "value": "a"}]), {}).value == "a"
}

test_container_labels if {
	labels := {"tenant-id": "b", "a/b~c": "x"}
	found := label.of_container({"dockerLabels": labels}, 2, keys) with input as fixture.compliant
	found == {"value": "b", "field": "/containerDefinitions/2/dockerLabels/tenant-id"}
	escaped := label.of_container({"dockerLabels": labels}, 0, ["a/b~c"]) with input as fixture.compliant
	escaped.field == "/containerDefinitions/0/dockerLabels/a~1b~0c"
	none := label.of_container({}, 0, keys) with input as fixture.compliant
	none == {"value": "", "field": "/containerDefinitions/0/dockerLabels"}
	unknown := label.of_container({"dockerLabels": fixture.marker}, 0, keys) with input as fixture.compliant
	unknown.value == fixture.marker
	unread := label.of_container(null, 0, keys) with input as fixture.compliant
	unread.value == null
}
