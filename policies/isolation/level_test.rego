package policies.isolation.level_test

import data.lib.fixture_test as fixture
import data.lib.isolation_fixture_test as isolated
import data.lib.target_fixture_test as on
import data.policies.isolation.level

classified(class, launch_type) := isolated.run({"DataClassification": class}, launch_type)

registered(class, requires) := isolated.tagged({"DataClassification": class}, {"requiresCompatibilities": requires})

test_allows_enough if {
	count(level.violation) == 0 with input as classified("restricted", "FARGATE")
	count(level.violation) == 0 with input as classified("internal", "EC2")
	single := {"tags": [{"key": "Tenancy", "value": "single"}]}
	count(level.violation) == 0 with input as on.on_cluster(classified("confidential", "EC2"), single)
}

test_allows_anything_for_public_data if {
	every call in [{}, {"launchType": "EC2"}, {"launchType": fixture.marker}] {
		document := on.launching(isolated.tagged({"DataClassification": "public"}, {}), call)
		count(level.violation) == 0 with input as document
	}
}

test_refuses_too_little if {
	level.violation == {{
		"msg": "the data (restricted) needs level 2, and the target gives level 0 (instances that tasks share)",
		"field": "/launchType",
	}} with input as classified("restricted", "EC2")
	count(level.violation) == 1 with input as classified("confidential", "EXTERNAL")
}

test_refuses_what_no_tag_classifies if {
	level.violation == {{
		"msg": "the data, which no tag classifies, needs level 2, and the target gives level 0 (instances that tasks share)",
		"field": "/launchType",
	}} with input as isolated.run({}, "EC2")
	count(level.violation) == 0 with input as isolated.run({}, "FARGATE")
	count(level.violation) == 1 with input as classified("Public", "EC2")
}

test_refuses_where_nothing_says if {
	text := "is not said: there is no launch type, no capacity provider, and the cluster is not known"
	level.violation == {{
		"msg": $"the data (restricted) needs level 2, and the target {text}",
		"field": "/launchType",
	}} with input as on.launching(isolated.tagged({"DataClassification": "restricted"}, {}), {})
}

test_refuses_other_modes_of_isolation if {
	members := {"trustedExecutionConfiguration": {"isolationMode": "TIGHT"}}
	document := on.launching(isolated.tagged({}, members), {"launchType": "MANAGED_INSTANCES"})
	level.violation == {{
		"msg": "the data, which no tag classifies, needs level 2, and the target is TIGHT",
		"field": "/context/taskDefinition/trustedExecutionConfiguration/isolationMode",
	}} with input as document
}

test_refuses_untrusted_tenants_on_shared_instances if {
	document := isolated.run({"DataClassification": "public", "TaskTenancy": "untrusted"}, "EC2")
	level.violation == {{
		"msg": "the tenancy (untrusted) needs level 2, and the target gives level 0 (instances that tasks share)",
		"field": "/launchType",
	}} with input as document
}

test_a_task_definition_for_fargate_alone_is_decided if {
	count(level.violation) == 0 with input as registered("restricted", ["FARGATE"])
	document := fixture.with_parameters(registered("secret", ["FARGATE"]), {"levels": {"secret": 3}})
	level.violation == {{
		"msg": "the data (secret) needs level 3, and the target gives level 2 (at the most)",
		"field": "/requiresCompatibilities",
	}} with input as document
}

test_refuses_a_task_definition_that_cannot_reach_it if {
	found := level.violation with input as registered("restricted", ["EC2", "EXTERNAL"])
	fixture.fields(found) == {"/requiresCompatibilities"}
	count(found) == 1
}

test_not_applicable_to_a_task_definition_that_could if {
	every document in [registered("restricted", ["EC2", "FARGATE"]), registered("public", ["EC2"]), fixture.compliant] {
		found := level.violation with input as document
		on.not_applicable(found)
	}
}

test_a_service_of_task_sets_is_judged_by_them if {
	external := fixture.launching("Service", "CREATE", {"deploymentController": {"type": "EXTERNAL"}})
	document := json.remove(external, ["/request/context/taskDefinition"])
	count(level.violation) == 0 with input as document
}

test_levels if {
	parameters := {"levels": {"a": 0, "b": 3}}
	count(level.violation) == 0 with input as fixture.with_parameters(classified("a", "EC2"), parameters)
	count(level.violation) == 1 with input as fixture.with_parameters(classified("b", "FARGATE"), parameters)
	count(level.violation) == 1 with input as fixture.with_parameters(classified("public", "FARGATE"), parameters)
}

test_tenancy_levels_and_keys if {
	document := isolated.run({"DataClassification": "public", "Kind": "a"}, "EC2")
	every levels, refused in {{"a": 1}: 1, {"a": 0, "b": 1}: 0, {"b": 2}: 1} {
		parameters := {"tenancyKeys": ["Kind"], "tenancyLevels": levels}
		count(level.violation) == refused with input as fixture.with_parameters(document, parameters)
	}
	every tenancy, refused in {"single": 0, "shared": 1, "other": 1, "": 0} {
		tagged := isolated.run({"DataClassification": "public", "TaskTenancy": tenancy}, "EC2")
		count(level.violation) == refused with input as tagged
	}
}

test_classification_keys if {
	document := isolated.run({"Class": "public"}, "EC2")
	count(level.violation) == 1 with input as document
	count(level.violation) == 0 with input as fixture.with_parameters(document, {"classificationKeys": ["Class"]})
	count(level.violation) == 0 with input as isolated.run({"data-classification": "public"}, "EC2")
}

test_accounts if {
	document := isolated.run({}, "EC2")
	count(level.violation) == 0 with input as fixture.with_parameters(document, {"accounts": {"123456789012": "public"}})
}

test_single_tenant_tags_and_expressions if {
	document := classified("confidential", "EC2")
	cluster := on.on_cluster(document, {"tags": [{"key": "Owner", "value": "us"}]})
	count(level.violation) == 1 with input as cluster
	count(level.violation) == 0 with input as fixture.with_parameters(cluster, {"singleTenantTags": ["Owner=us"]})
	placed := fixture.changed(document, [{
		"op": "add",
		"path": "/object/placementConstraints",
		"value": [{"type": "memberOf", "expression": "a"}],
	}])
	count(level.violation) == 1 with input as placed
	count(level.violation) == 0 with input as fixture.with_parameters(placed, {"singleTenantExpressions": ["a"]})
}

test_unknown_target if {
	found := level.violation with input as classified("restricted", fixture.marker)
	fixture.only_unknown(found, "/launchType")
	definition := level.violation with input as registered("restricted", [fixture.marker])
	fixture.only_unknown(definition, "/requiresCompatibilities")
}

test_unknown_tenancy if {
	found := level.violation with input as isolated.run({"DataClassification": "public", "TaskTenancy": fixture.marker}, "EC2")
	fixture.only_unknown(found, "/context/taskDefinition/tags/1/value")
}

test_unknown_class if {
	found := level.violation with input as classified(fixture.marker, "EC2")
	fixture.only_unknown(found, "/context/taskDefinition/tags/0/value")
	count(level.violation) == 0 with input as classified(fixture.marker, "FARGATE")
	level.violation == {{
		"msg": "the level that the data needs cannot be read",
		"field": "/context/taskDefinition/tags/0/value",
	}} with input as classified(null, "EC2")
}

test_unknown_target_by_item if {
	found := level.violation with input as registered("restricted", ["EC2", fixture.marker])
	fixture.only_unknown(found, "/requiresCompatibilities/1")
}
