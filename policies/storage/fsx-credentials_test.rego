package policies.storage["fsx-credentials_test"]

import data.lib.fixture_test as fixture
import data.policies.storage["fsx-credentials"] as fsx_credentials

of_volume(configuration) := fixture.with_member("/volumes/0", {"name": "data", "fsxWindowsFileServerVolumeConfiguration": configuration})

test_allows_other_volumes if {
	count(fsx_credentials.violation) == 0 with input as fixture.compliant
	count(fsx_credentials.violation) == 0 with input as fixture.registering([{"op": "remove", "path": "/volumes"}])
}

with_credentials(found) := of_volume({"fileSystemId": "fs-1", "authorizationConfig": {"credentialsParameter": found, "domain": "corp"}})

test_allows_own_secrets if {
	every stored in [
		"arn:aws:secretsmanager:eu-west-1:123456789012:secret:fsx-AbCdEf",
		"arn:aws-cn:ssm:cn-north-1:123456789012:parameter/fsx",
	] {
		count(fsx_credentials.violation) == 0 with input as with_credentials(stored)
	}
}

test_refuses_other_accounts if {
	found := fsx_credentials.violation with input as with_credentials("arn:aws:ssm:eu-west-1:999999999999:parameter/fsx")
	found == {{
		"msg": "the credentials of the FSx volume data are no secret or parameter of this account",
		"field": "/volumes/0/fsxWindowsFileServerVolumeConfiguration/authorizationConfig/credentialsParameter",
	}}
}

test_refuses_everything_else if {
	every wrong in [
		"arn:aws:s3:eu-west-1:123456789012:secret:x", "arn:aws:ssm:eu-west-1:123456789012:document/x", "hunter2",
		"arn:aws:s3:eu-west-1:123456789012:parameter/x",
		"arn:aws:secretsmanager:eu-west-1:123456789012:other:x", "", null, 1, [], {},
	] {
		count(fsx_credentials.violation) == 1 with input as with_credentials(wrong)
	}
	count(fsx_credentials.violation) == 1 with input as of_volume({"fileSystemId": "fs-1"})
}

test_refuses_where_the_account_is_not_known if {
	own := with_credentials("arn:aws:ssm:eu-west-1:123456789012:parameter/fsx")
	count(fsx_credentials.violation) == 1 with input as json.remove(own, ["/request/account"])
}

test_allowed_credentials if {
	document := with_credentials("arn:aws:ssm:eu-west-1:999999999999:parameter/fsx")
	allowed := {"allowedCredentials": ["arn:aws:ssm:*:999999999999:parameter/*"]}
	count(fsx_credentials.violation) == 0 with input as fixture.with_parameters(document, allowed)
}

test_refuses_what_is_no_configuration if {
	every wrong in [null, "x", 1, [], true] {
		count(fsx_credentials.violation) == 1 with input as of_volume(wrong)
	}
}

test_refuses_when_run if {
	found := fsx_credentials.violation with input as fixture.running(of_volume({}))
	fixture.fields(found) == {"/context/taskDefinition/volumes/0/fsxWindowsFileServerVolumeConfiguration/authorizationConfig/credentialsParameter"}
}

test_unknown if {
	every case in fixture.unknown(["/volumes", "/volumes/0", "/volumes/0/fsxWindowsFileServerVolumeConfiguration"]) {
		found := fsx_credentials.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
}

test_unknown_member if {
	found := fsx_credentials.violation with input as of_volume({"authorizationConfig": {"credentialsParameter": fixture.marker}})
	fixture.only_unknown(found, "/volumes/0/fsxWindowsFileServerVolumeConfiguration/authorizationConfig/credentialsParameter")
}
