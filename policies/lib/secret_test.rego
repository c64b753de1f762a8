package lib.secret_test

import data.lib.fixture_test as fixture
import data.lib.secret

services := {"secretsmanager", "ssm"}

asking := fixture.asking("ExpressGatewayService", "CREATE", {})

test_own if {
	every reference in [
		"db-password", "/app/db/password", "arn:aws:ssm:eu-west-1:123456789012:parameter/db",
		"arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-AbCdEf:password::",
	] {
		secret.allowed(reference, services) with input as asking
	}
}

test_of_others if {
	every reference in [
		"arn:aws:ssm:eu-west-1:999999999999:parameter/db", "arn:aws:ssm:us-east-1:123456789012:parameter/db",
		"arn:aws:s3:eu-west-1:123456789012:db", "arn:aws:ssm", " ARN:aws:ssm:eu-west-1:999999999999:parameter/db", "", null, 1, {}, [],
	] {
		not secret.allowed(reference, services) with input as asking
	}
}

test_parameters if {
	parameters := {"allowedAccounts": ["999999999999"], "allowedRegions": ["us-*"]}
	document := fixture.with_parameters(asking, parameters)
	secret.allowed("arn:aws:ssm:us-east-1:999999999999:parameter/db", services) with input as document
	not secret.allowed("arn:aws:ssm:eu-west-1:999999999999:parameter/db", services) with input as document
	not secret.allowed("arn:aws:ssm:us-east-1:123456789012:parameter/db", services) with input as document
}

test_described if {
	secret.described("arn:aws:ssm:us-east-1:9:parameter/db") == "refers to ssm of account 9 in us-east-1" with input as asking
	every wrong in ["", "arn:aws:ssm", null, 1] {
		secret.described(wrong) == "does not refer to a secret"
	}
}
