package lib.target_test

import data.lib.fixture_test as fixture
import data.lib.target
import data.lib.target_fixture_test as on

run(members) := fixture.launching("Task", "CREATE", members)

found(document) := answer if {
	answer := target.launch_type with input as document
}

update(members, service) := fixture.changed(
	fixture.launching("Service", "UPDATE", members),
	[{"op": "add", "path": "/context/service", "value": service}],
)

test_launch_type if {
	every type in ["FARGATE", "EC2", "EXTERNAL", "MANAGED_INSTANCES"] {
		found(run({"launchType": type})) == {"value": type, "field": "/launchType"}
	}
	found(run({"launchType": fixture.marker})) == {"value": fixture.marker, "field": "/launchType"}
	found(run({"launchType": null})) == {"value": null, "field": "/launchType"}
}

test_capacity_providers if {
	field := "/capacityProviderStrategy"
	both := array.concat(on.provider("FARGATE"), on.provider("FARGATE_SPOT"))
	mixed := array.concat(on.provider("FARGATE"), on.provider("own"))
	every value, strategy in {
		"FARGATE": both,
		"CAPACITY_PROVIDER": mixed,
	} {
		found(run({"capacityProviderStrategy": strategy})) == {"value": value, "field": field}
	}
	found(run({"capacityProviderStrategy": on.provider("own")})).value == "CAPACITY_PROVIDER"
	every case in [
		{"strategy": fixture.marker, "at": ""},
		{"strategy": [fixture.marker], "at": "/0/capacityProvider"},
		{"strategy": array.concat(on.provider("own"), on.provider(fixture.marker)), "at": "/1/capacityProvider"},
	] {
		found(run({"capacityProviderStrategy": case.strategy})) == {"value": fixture.marker, "field": $"{field}{case.at}"}
	}
	every strategy in ["FARGATE", {}, [{}], [null], null] {
		found(run({"capacityProviderStrategy": strategy})).value == null
	}
}

test_a_provider_of_the_wrong_type if {
	found(run({"capacityProviderStrategy": on.provider(1)})).value == 1
}

test_container_instances_are_ec2 if {
	found(run({"containerInstances": ["a"], "launchType": "FARGATE"})) == {"value": "EC2", "field": "/containerInstances"}
	found(run({"containerInstances": [], "launchType": "FARGATE"})).value == "FARGATE"
}

test_a_strategy_goes_before_the_launch_type if {
	found(run({"capacityProviderStrategy": on.provider("own"), "launchType": "FARGATE"})).value == "CAPACITY_PROVIDER"
	found(run({"capacityProviderStrategy": [], "launchType": "FARGATE"})).value == "FARGATE"
}

test_an_update_leaves_what_it_does_not_mention if {
	found(update({}, {"launchType": "FARGATE"})) == {"value": "FARGATE", "field": "/context/service/launchType"}
	found(update({}, {"capacityProviderStrategy": on.provider("FARGATE")})).field == "/context/service/capacityProviderStrategy"
	found(update({"capacityProviderStrategy": on.provider("own")}, {"launchType": "FARGATE"})).value == "CAPACITY_PROVIDER"
	found(update({}, fixture.marker)).value == fixture.marker
}

test_the_cluster_decides if {
	field := "/context/cluster/defaultCapacityProviderStrategy"
	strategy := on.provider("FARGATE")
	found(on.on_cluster(run({}), {"defaultCapacityProviderStrategy": strategy})) == {"value": "FARGATE", "field": field}
	found(on.on_cluster(run({}), fixture.marker)) == {"value": fixture.marker, "field": field}
	found(on.on_cluster(run({}), {"defaultCapacityProviderStrategy": null})) == {"value": null, "field": field}
}

test_a_cluster_without_a_strategy_means_ec2 if {
	every cluster in [{}, {"defaultCapacityProviderStrategy": []}] {
		found(on.on_cluster(run({}), cluster)) == {"value": "EC2", "field": "/launchType"}
	}
}

test_nothing_says if {
	found(run({})) == {"value": "", "field": "/launchType"}
}

test_isolation_mode if {
	every configuration, mode in {
		{}: "SHARED",
		{"isolationMode": "ISOLATED_SANDBOX"}: "ISOLATED_SANDBOX",
	} {
		answer := target.isolation_mode with input as fixture.with_member("/trustedExecutionConfiguration", configuration)
		answer == {"value": mode, "field": "/trustedExecutionConfiguration/isolationMode"}
	}
	absent := target.isolation_mode with input as fixture.compliant
	absent.value == "SHARED"
	unread := target.isolation_mode with input as fixture.with_member("/trustedExecutionConfiguration", "x")
	unread.value == null
}
