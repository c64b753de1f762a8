package policies.logging["log-region_test"]

import data.lib.fixture_test as fixture
import data.lib.log_fixture_test as logs
import data.policies.logging["log-region"] as log_region

to(region) := logs.logging("awslogs", {"awslogs-region": region})

test_allows_the_own_region_and_other_drivers if {
	count(log_region.violation) == 0 with input as to("eu-west-1")
	count(log_region.violation) == 0 with input as logs.logging("awslogs", {})
	count(log_region.violation) == 0 with input as logs.logging("awsfirelens", {"awslogs-region": "us-east-1"})
	count(log_region.violation) == 0 with input as fixture.without_container("logConfiguration")
}

test_refuses_other_regions if {
	log_region.violation == {{
		"msg": "container web: the Region of its log is us-east-1",
		"field": "/containerDefinitions/0/logConfiguration/options/awslogs-region",
	}} with input as to("us-east-1")
	every wrong in ["EU-WEST-1", " ", null, 1, [], true] {
		count(log_region.violation) == 1 with input as to(wrong)
	}
}

test_refuses_when_run if {
	found := log_region.violation with input as fixture.running(to("us-east-1"))
	fixture.fields(found) == {"/context/taskDefinition/containerDefinitions/0/logConfiguration/options/awslogs-region"}
}

test_refuses_without_region if {
	count(log_region.violation) == 1 with input as json.remove(to("eu-west-1"), ["/request/region"])
}

test_allowed_regions if {
	every regions in [["us-east-1"], ["us-*"], ["{region}", "us-east-1"]] {
		count(log_region.violation) == 0 with input as fixture.with_parameters(to("us-east-1"), {"allowedRegions": regions})
	}
	every regions in [[], ["us-east-1"], "eu-west-1"] {
		count(log_region.violation) == 1 with input as fixture.with_parameters(to("eu-west-1"), {"allowedRegions": regions})
	}
}

test_refuses_wrong_types if {
	every wrong in [null, "awslogs", [], {"logDriver": 1}] {
		refused := log_region.violation with input as fixture.with_container("logConfiguration", wrong)
		fixture.fields(refused) == {"/containerDefinitions/0/logConfiguration/logDriver"}
	}
	every wrong in [null, "awslogs-region=eu-west-1", []] {
		count(log_region.violation) == 1 with input as logs.logging("awslogs", wrong)
	}
}

test_unknown if {
	every case in logs.unknown_options(to("eu-west-1"), ["awslogs-region"]) {
		found := log_region.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
}

test_says_that_the_region_is_not_known if {
	configuration := {"logDriver": "awslogs", "options": {"awslogs-region": "eu-west-1"}}
	document := json.remove(fixture.with_container("logConfiguration", configuration), ["/request/region"])
	found := log_region.violation with input as document
	{violation.msg | some violation in found} == {"container web: the Region of its log is eu-west-1, and the request's own is not known"}
}
