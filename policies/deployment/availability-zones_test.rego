package policies.deployment["availability-zones_test"]

import data.lib.fixture_test as fixture
import data.policies.deployment["availability-zones"] as availability_zones

creating(object) := fixture.launching("Service", "CREATE", object)

updating(object, service) := fixture.changed(
	fixture.launching("Service", "UPDATE", object),
	[{"op": "add", "path": "/context/service", "value": service}],
)

test_allows_rebalancing if {
	count(availability_zones.violation) == 0 with input as creating({"availabilityZoneRebalancing": "ENABLED"})
	count(availability_zones.violation) == 0 with input as creating({})
	count(availability_zones.violation) == 0 with input as updating({}, {"availabilityZoneRebalancing": "ENABLED"})
}

test_refuses_none if {
	found := availability_zones.violation with input as creating({"availabilityZoneRebalancing": "DISABLED"})
	found == {{"msg": "rebalancing over Availability Zones is DISABLED", "field": "/availabilityZoneRebalancing"}}
}

test_refuses_a_service_that_never_had_it if {
	found := availability_zones.violation with input as updating({}, {})
	found == {{"msg": "rebalancing over Availability Zones is DISABLED", "field": "/context/service/availabilityZoneRebalancing"}}
	count(availability_zones.violation) == 0 with input as updating({"availabilityZoneRebalancing": "ENABLED"}, {})
}

test_not_applicable if {
	every more, reason in {
		{"schedulingStrategy": "DAEMON"}: "a DAEMON service is where its instances are",
		{"launchType": "EXTERNAL"}: "machines outside of AWS are in no Availability Zone",
		{"deploymentController": {"type": "CODE_DEPLOY"}}: "the service is deployed by CODE_DEPLOY, which these settings do not concern",
	} {
		disabled := creating(object.union(more, {"availabilityZoneRebalancing": "DISABLED"}))
		found := availability_zones.violation with input as disabled
		found == {{"outcome": "notApplicable", "msg": reason}}
	}
}

test_refuses_wrong_types if {
	every wrong in ["enabled", "", true, null, [], {}] {
		count(availability_zones.violation) == 1 with input as creating({"availabilityZoneRebalancing": wrong})
	}
}

test_unknown if {
	every case in fixture.unknown_object(creating({}), ["", "/availabilityZoneRebalancing"]) {
		found := availability_zones.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
}

test_unknown_controller if {
	every pointer in ["/deploymentController", "/deploymentController/type"] {
		call := fixture.launching("Service", "CREATE", {"deploymentController": {"type": "ECS"}, "availabilityZoneRebalancing": "DISABLED"})
		found := availability_zones.violation with input as fixture.changed(call, [{"op": "add", "path": $"/object{pointer}", "value": fixture.marker}])
		fixture.only_unknown(found, pointer)
	}
}

test_unknown_scheduling_and_launch_type if {
	every member in ["launchType", "schedulingStrategy"] {
		call := {"availabilityZoneRebalancing": "DISABLED", member: fixture.marker}
		found := availability_zones.violation with input as fixture.launching("Service", "CREATE", call)
		fixture.only_unknown(found, $"/{member}")
	}
}
