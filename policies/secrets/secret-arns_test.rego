package policies.secrets["secret-arns_test"]

import data.lib.express_fixture_test as express
import data.lib.fixture_test as fixture
import data.policies.secrets["secret-arns"] as secret_arns

in_region(document) := fixture.changed(document, [{"op": "add", "path": "/region", "value": "eu-west-1"}])

using(found) := in_region(fixture.with_container("secrets", [{"name": "A", "valueFrom": "a"}, {"name": "DB", "valueFrom": found}]))

others := "arn:aws:ssm:eu-west-1:999999999999:parameter/db"

test_allows_own_secrets if {
	count(secret_arns.violation) == 0 with input as fixture.compliant
	every found in [
		"db-password", "/app/db/password", "arn:aws:ssm:eu-west-1:123456789012:parameter/db",
		"arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-AbCdEf:password::",
	] {
		count(secret_arns.violation) == 0 with input as using(found)
	}
}

test_refuses_secrets_of_others if {
	secret_arns.violation == {{
		"msg": "container web: the secret DB refers to ssm of account 999999999999 in eu-west-1",
		"field": "/containerDefinitions/0/secrets/1/valueFrom",
	}} with input as using(others)
	every found in ["arn:aws:ssm:us-east-1:123456789012:parameter/db", "arn:aws:s3:::bucket/key", ""] {
		count(secret_arns.violation) == 1 with input as using(found)
	}
}

test_refuses_log_options_of_others if {
	options := [{"name": "splunk-token", "valueFrom": others}]
	document := in_region(fixture.with_member("/containerDefinitions/0/logConfiguration/secretOptions", options))
	secret_arns.violation == {{
		"msg": "container web: the secret splunk-token refers to ssm of account 999999999999 in eu-west-1",
		"field": "/containerDefinitions/0/logConfiguration/secretOptions/0/valueFrom",
	}} with input as document
}

test_refuses_when_run if {
	found := secret_arns.violation with input as fixture.running(using(others))
	fixture.fields(found) == {"/context/taskDefinition/containerDefinitions/0/secrets/1/valueFrom"}
}

test_refuses_without_account_or_region if {
	own := using("arn:aws:ssm:eu-west-1:123456789012:parameter/db")
	every known in ["/request/account", "/request/region"] {
		count(secret_arns.violation) == 1 with input as json.remove(own, [known])
	}
}

test_allowed_accounts_and_regions if {
	count(secret_arns.violation) == 0 with input as fixture.with_parameters(using(others), {"allowedAccounts": ["999999999999"]})
	count(secret_arns.violation) == 1 with input as fixture.with_parameters(using(others), {"allowedRegions": ["*"]})
}

test_refuses_wrong_types if {
	every wrong in [null, 1, ["db"], {}] {
		count(secret_arns.violation) == 1 with input as using(wrong)
	}
	every wrong in ["db", null, {"DB": "db"}, ["db"], [{"name": "DB"}]] {
		count(secret_arns.violation) == 1 with input as fixture.with_container("secrets", wrong)
		document := fixture.with_container("logConfiguration", {"logDriver": "splunk", "secretOptions": wrong})
		count(secret_arns.violation) == 1 with input as document
	}
	messages := {violation.msg | some violation in secret_arns.violation} with input as fixture.with_container("secrets", [{}])
	messages == {"container web: a secret cannot be read"}
}

test_express_services if {
	count(secret_arns.violation) == 0 with input as express.creating([])
	secret_arns.violation == {{
		"msg": "container Main: the secret DB refers to ssm of account 999999999999 in eu-west-1",
		"field": "/primaryContainer/secrets/0/valueFrom",
	}} with input as express.with_member("/primaryContainer/secrets", [{"name": "DB", "valueFrom": others}])
	every case in express.unknown_container("secrets") {
		found := secret_arns.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
}

test_unknown if {
	every member in ["secrets", "logConfiguration"] {
		every case in fixture.unknown_container(member) {
			found := secret_arns.violation with input as case.input
			fixture.only_unknown(found, case.pointer)
		}
	}
	found := secret_arns.violation with input as using(fixture.marker)
	fixture.only_unknown(found, "/containerDefinitions/0/secrets/1/valueFrom")
}

test_says_that_account_and_region_are_not_known if {
	call := fixture.with_container("secrets", [{"name": "DB", "valueFrom": "arn:aws:ssm:eu-west-1:123456789012:parameter/db"}])
	text := "container web: the secret DB refers to ssm of account 123456789012 in eu-west-1, and the request's own is not known"
	every lack in [["/request/account"], ["/request/region"]] {
		whole := json.patch(call, [{"op": "add", "path": "/request/region", "value": "eu-west-1"}])
		found := secret_arns.violation with input as json.remove(whole, lack)
		{violation.msg | some violation in found} == {text}
	}
}
