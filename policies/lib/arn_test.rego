package lib.arn_test

import data.lib.arn

test_parts if {
	arn.parts("arn:aws-cn:ssm:cn-north-1:123456789012:parameter/a/b") == {
		"service": "ssm",
		"region": "cn-north-1",
		"account": "123456789012",
		"resource": "parameter/a/b",
	}
	arn.parts("arn:aws:secretsmanager:eu-west-1:1:secret:a-1:key::").resource == "secret:a-1:key::"
}

test_no_arn if {
	every wrong in ["", "arn", "arn:aws:s3", "arn:aws:iam::1", "urn:aws:iam::1:role/a", "arn:gcp:iam::1:role/a", null, 1, {}, ["arn"]] {
		not arn.parts(wrong)
		not arn.bucket(wrong)
	}
}

test_bucket if {
	arn.bucket("arn:aws:s3:::config/app/prod.env") == "config"
	not arn.bucket("arn:aws:s3:::config")
	not arn.bucket("arn:aws:ssm:eu-west-1:1:parameter/a")
}
