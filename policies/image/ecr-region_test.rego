package policies.image["ecr-region_test"]

import data.lib.express_fixture_test as express
import data.lib.fixture_test as fixture
import data.policies.image["ecr-region"] as ecr_region

in_region(document) := fixture.changed(document, [{"op": "add", "path": "/region", "value": "eu-west-1"}])

from(found) := in_region(fixture.with_container("image", found))

elsewhere := "123456789012.dkr.ecr.us-east-1.amazonaws.com/web:1"

test_allows_the_own_region_and_other_registries if {
	count(ecr_region.violation) == 0 with input as in_region(fixture.compliant)
	every found in ["nginx", "public.ecr.aws/nginx/nginx:1", "999999999999.dkr-ecr.eu-west-1.on.aws/web"] {
		count(ecr_region.violation) == 0 with input as from(found)
	}
}

test_refuses_other_regions if {
	ecr_region.violation == {{
		"msg": "the image of container web comes from the ECR in us-east-1",
		"field": "/containerDefinitions/0/image",
	}} with input as from(elsewhere)
	count(ecr_region.violation) == 1 with input as from("123456789012.dkr-ecr.us-east-1.on.aws/web")
}

test_refuses_when_run if {
	found := ecr_region.violation with input as fixture.running(from(elsewhere))
	fixture.fields(found) == {"/context/taskDefinition/containerDefinitions/0/image"}
}

test_refuses_without_region if {
	count(ecr_region.violation) == 1 with input as fixture.compliant
	count(ecr_region.violation) == 0 with input as fixture.with_container("image", "nginx")
}

test_allowed_regions if {
	every regions in [["us-east-1"], ["us-*"], ["*"], ["{region}", "us-east-1"]] {
		count(ecr_region.violation) == 0 with input as fixture.with_parameters(from(elsewhere), {"allowedRegions": regions})
	}
	every regions in [[], ["eu-*"], "us-east-1"] {
		count(ecr_region.violation) == 1 with input as fixture.with_parameters(from(elsewhere), {"allowedRegions": regions})
	}
	count(ecr_region.violation) == 1 with input as fixture.with_parameters(in_region(fixture.compliant), {"allowedRegions": []})
}

test_refuses_wrong_types if {
	every wrong in [1, ["nginx"], {}, true] {
		found := ecr_region.violation with input as from(wrong)
		{violation.msg | some violation in found} == {"the image of container web is no text"}
	}
	count(ecr_region.violation) == 1 with input as from(null)
	count(ecr_region.violation) == 1 with input as fixture.without_container("image")
}

test_express_services if {
	count(ecr_region.violation) == 0 with input as express.creating([])
	ecr_region.violation == {{
		"msg": "the image of container Main comes from the ECR in us-east-1",
		"field": "/primaryContainer/image",
	}} with input as express.with_member("/primaryContainer/image", "123456789012.dkr.ecr.us-east-1.amazonaws.com/web:1")
	every case in express.unknown_container("image") {
		found := ecr_region.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
}

test_unknown if {
	every member in ["image"] {
		every case in fixture.unknown_container(member) {
			found := ecr_region.violation with input as in_region(case.input)
			fixture.only_unknown(found, case.pointer)
		}
	}
}

test_says_that_the_region_is_not_known if {
	found := ecr_region.violation with input as fixture.compliant
	{violation.msg | some violation in found} == {concat("", [
		"the image of container web comes from the ECR in eu-west-1",
		", and the request's own is not known",
	])}
}
