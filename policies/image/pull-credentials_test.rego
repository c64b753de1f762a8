package policies.image["pull-credentials_test"]

import data.lib.express_fixture_test as express
import data.lib.fixture_test as fixture
import data.policies.image["pull-credentials"] as pull_credentials

in_region(document) := fixture.changed(document, [{"op": "add", "path": "/region", "value": "eu-west-1"}])

using(found) := in_region(fixture.with_container("repositoryCredentials", {"credentialsParameter": found}))

others := "arn:aws:secretsmanager:eu-west-1:999999999999:secret:hub-AbCdEf"

test_allows_none if {
	count(pull_credentials.violation) == 0 with input as fixture.compliant
	count(pull_credentials.violation) == 0 with input as fixture.with_container("repositoryCredentials", {})
}

test_allows_own_secrets if {
	every found in ["hub", "arn:aws:secretsmanager:eu-west-1:123456789012:secret:hub-AbCdEf"] {
		count(pull_credentials.violation) == 0 with input as using(found)
	}
}

test_refuses_secrets_of_others if {
	pull_credentials.violation == {{
		"msg": "the registry credentials of container web: refers to secretsmanager of account 999999999999 in eu-west-1",
		"field": "/containerDefinitions/0/repositoryCredentials/credentialsParameter",
	}} with input as using(others)
	every found in [
		"arn:aws:secretsmanager:us-east-1:123456789012:secret:hub-AbCdEf", "arn:aws:ssm:eu-west-1:123456789012:parameter/hub",
		"arn:aws:secretsmanager", "",
	] {
		count(pull_credentials.violation) == 1 with input as using(found)
	}
}

test_refuses_when_run if {
	found := pull_credentials.violation with input as fixture.running(using(others))
	fixture.fields(found) == {"/context/taskDefinition/containerDefinitions/0/repositoryCredentials/credentialsParameter"}
}

test_refuses_without_account_or_region if {
	own := using("arn:aws:secretsmanager:eu-west-1:123456789012:secret:hub-AbCdEf")
	every known in ["/request/account", "/request/region"] {
		count(pull_credentials.violation) == 1 with input as json.remove(own, [known])
	}
}

test_allowed_accounts_and_regions if {
	count(pull_credentials.violation) == 0 with input as fixture.with_parameters(using(others), {"allowedAccounts": ["999999999999"]})
	count(pull_credentials.violation) == 1 with input as fixture.with_parameters(using(others), {"allowedRegions": ["*"]})
}

test_refuses_wrong_types if {
	every wrong in [null, 1, ["hub"], {}] {
		count(pull_credentials.violation) == 1 with input as using(wrong)
	}
	every wrong in [null, "hub", [], {"secret": "hub"}] {
		count(pull_credentials.violation) == 1 with input as fixture.with_container("repositoryCredentials", wrong)
	}
}

test_express_services if {
	count(pull_credentials.violation) == 0 with input as express.creating([])
	pull_credentials.violation == {{
		"msg": "the registry credentials of container Main: refers to secretsmanager of account 999999999999 in eu-west-1",
		"field": "/primaryContainer/repositoryCredentials/credentialsParameter",
	}} with input as express.with_member("/primaryContainer/repositoryCredentials", {"credentialsParameter": others})
	every case in express.unknown_container("repositoryCredentials") {
		found := pull_credentials.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
}

test_unknown if {
	every member in ["repositoryCredentials", "repositoryCredentials/credentialsParameter"] {
		every case in fixture.unknown_container(member) {
			found := pull_credentials.violation with input as case.input
			fixture.only_unknown(found, case.pointer)
		}
	}
}
