package policies.image["cross-account_test"]

import data.lib.express_fixture_test as express
import data.lib.fixture_test as fixture
import data.policies.image["cross-account"] as cross_account

from(found) := fixture.with_container("image", found)

others := "999999999999.dkr.ecr.eu-west-1.amazonaws.com/web:1"

test_allows_own_ecr_and_other_registries if {
	count(cross_account.violation) == 0 with input as fixture.compliant
	every found in ["nginx", "public.ecr.aws/nginx/nginx:1", "ghcr.io/a/b:1", "999999999999.dkr.ecr.eu-west-1.evil.example/web"] {
		count(cross_account.violation) == 0 with input as from(found)
	}
}

test_refuses_the_ecr_of_others if {
	cross_account.violation == {{
		"msg": "the image of container web comes from the ECR of account 999999999999",
		"field": "/containerDefinitions/0/image",
	}} with input as from(others)
	every found in [
		"999999999999.dkr-ecr.eu-west-1.on.aws/web:1", "999999999999.dkr.ecr-fips.us-east-1.amazonaws.com/web",
		"999999999999.DKR.ECR.eu-west-1.amazonaws.com:443/web",
	] {
		count(cross_account.violation) == 1 with input as from(found)
	}
}

test_refuses_when_run if {
	found := cross_account.violation with input as fixture.running(from(others))
	fixture.fields(found) == {"/context/taskDefinition/containerDefinitions/0/image"}
}

test_refuses_without_account if {
	count(cross_account.violation) == 1 with input as json.remove(fixture.compliant, ["/request/account"])
	count(cross_account.violation) == 0 with input as json.remove(from("nginx"), ["/request/account"])
}

test_allowed_accounts if {
	count(cross_account.violation) == 0 with input as fixture.with_parameters(from(others), {"allowedAccounts": ["999999999999"]})
	every accounts in [[], ["111111111111"], "999999999999", null] {
		count(cross_account.violation) == 1 with input as fixture.with_parameters(from(others), {"allowedAccounts": accounts})
		count(cross_account.violation) == 1 with input as fixture.with_parameters(fixture.compliant, {"allowedAccounts": accounts})
	}
}

test_refuses_wrong_types if {
	every wrong in [1, ["nginx"], {}, true] {
		found := cross_account.violation with input as from(wrong)
		{violation.msg | some violation in found} == {"the image of container web is no text"}
	}
	count(cross_account.violation) == 1 with input as from(null)
	count(cross_account.violation) == 1 with input as fixture.without_container("image")
}

test_express_services if {
	count(cross_account.violation) == 0 with input as express.creating([])
	cross_account.violation == {{
		"msg": "the image of container Main comes from the ECR of account 999999999999",
		"field": "/primaryContainer/image",
	}} with input as express.with_member("/primaryContainer/image", "999999999999.dkr.ecr.eu-west-1.amazonaws.com/web:1")
	every case in express.unknown_container("image") {
		found := cross_account.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
}

test_unknown if {
	every member in ["image"] {
		every case in fixture.unknown_container(member) {
			found := cross_account.violation with input as case.input
			fixture.only_unknown(found, case.pointer)
		}
	}
}

test_says_that_the_account_is_not_known if {
	found := cross_account.violation with input as json.remove(fixture.compliant, ["/request/account"])
	{violation.msg | some violation in found} == {concat("", [
		"the image of container web comes from the ECR of account 123456789012",
		", and the request's own is not known",
	])}
}
