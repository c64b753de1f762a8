package policies.access["cross-account-role_test"]

import data.lib.express_fixture_test as express
import data.lib.fixture_test as fixture
import data.policies.access["cross-account-role"] as cross_account_role

own := "arn:aws:iam::123456789012:role/web"

foreign := "arn:aws:iam::999999999999:role/web"

with_role(found) := fixture.with_member("/taskRoleArn", found)

test_allows_own_roles if {
	every found in [own, "web", "app/web", ""] {
		count(cross_account_role.violation) == 0 with input as with_role(found)
	}
	count(cross_account_role.violation) == 0 with input as fixture.compliant
	count(cross_account_role.violation) == 0 with input as express.creating([])
}

test_refuses_anothers if {
	found := cross_account_role.violation with input as with_role(foreign)
	found == {{"msg": $"the task role {foreign} is not of this account", "field": "/taskRoleArn"}}
	run := cross_account_role.violation with input as fixture.running(fixture.with_member("/executionRoleArn", foreign))
	run == {{
		"msg": $"the execution role {foreign} is not of this account",
		"field": "/context/taskDefinition/executionRoleArn",
	}}
}

test_allowed_accounts if {
	allowing := {"allowedAccounts": ["999999999999"]}
	count(cross_account_role.violation) == 0 with input as fixture.with_parameters(with_role(foreign), allowing)
	count(cross_account_role.violation) == 0 with input as fixture.with_parameters(with_role(own), allowing)
	count(cross_account_role.violation) == 1 with input as fixture.with_parameters(with_role(foreign), {"allowedAccounts": ["111111111111"]})
}

test_refuses_without_account if {
	found := cross_account_role.violation with input as json.remove(with_role(own), ["/request/account"])
	{violation.msg | some violation in found} == {$"the task role {own} may be of any account: the request's is not known"}
	count(cross_account_role.violation) == 0 with input as json.remove(with_role("web"), ["/request/account"])
}

test_refuses_wrong_types if {
	every wrong in [null, 1, [], {}, "arn:web", "arn:"] {
		count(cross_account_role.violation) == 1 with input as with_role(wrong)
	}
}

test_unknown if {
	every member in ["/taskRoleArn", "/executionRoleArn"] {
		every case in fixture.unknown([member]) {
			found := cross_account_role.violation with input as case.input
			fixture.only_unknown(found, case.pointer)
		}
	}
}
