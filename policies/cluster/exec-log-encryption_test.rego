package policies.cluster["exec-log-encryption_test"]

import data.lib.fixture_test as fixture
import data.policies.cluster["exec-log-encryption"] as exec_log_encryption

creating(object) := fixture.asking("Cluster", "CREATE", object)

updating(object, described) := fixture.changed(
	fixture.asking("Cluster", "UPDATE", object),
	[{"op": "add", "path": "/context/cluster", "value": described}],
)

logging(key, log) := {"configuration": {"executeCommandConfiguration": {"kmsKeyId": key, "logConfiguration": log}}}

at := "/configuration/executeCommandConfiguration"

test_allows_encrypted_logs if {
	every log in [
		{"cloudWatchEncryptionEnabled": true},
		{"s3EncryptionEnabled": true},
		{"cloudWatchLogGroupName": "exec", "cloudWatchEncryptionEnabled": true},
		{"s3BucketName": "exec", "s3EncryptionEnabled": true, "cloudWatchEncryptionEnabled": false},
	] {
		count(exec_log_encryption.violation) == 0 with input as creating(logging("alias/exec", log))
	}
}

test_refuses_no_key if {
	found := exec_log_encryption.violation with input as creating({"configuration": {"executeCommandConfiguration": {"logConfiguration": {"s3EncryptionEnabled": true}}}})
	found == {{"msg": "the KMS key of ECS Exec sessions is not set", "field": $"{at}/kmsKeyId"}}
}

test_refuses_logs_that_are_not_encrypted if {
	found := exec_log_encryption.violation with input as creating(logging("alias/exec", {"s3BucketName": "exec", "cloudWatchEncryptionEnabled": true}))
	found == {{
		"msg": "the log of ECS Exec sessions is not encrypted: s3EncryptionEnabled",
		"field": $"{at}/logConfiguration/s3EncryptionEnabled",
	}}
	group := exec_log_encryption.violation with input as creating(logging("alias/exec", {"cloudWatchLogGroupName": "exec", "s3EncryptionEnabled": true}))
	fixture.fields(group) == {$"{at}/logConfiguration/cloudWatchEncryptionEnabled"}
}

test_refuses_no_encryption_at_all if {
	found := exec_log_encryption.violation with input as creating(logging("alias/exec", {}))
	found == {{
		"msg": "the log of ECS Exec sessions is not encrypted",
		"field": $"{at}/logConfiguration/cloudWatchEncryptionEnabled",
	}}
	every object in [{}, {"configuration": {}}] {
		count(exec_log_encryption.violation) == 2 with input as creating(object)
	}
}

test_refuses_what_an_update_leaves_open if {
	found := exec_log_encryption.violation with input as updating({"cluster": "web"}, logging("alias/exec", {}))
	fixture.fields(found) == {"/context/cluster/configuration/executeCommandConfiguration/logConfiguration/cloudWatchEncryptionEnabled"}
}

test_refuses_wrong_types if {
	every wrong in ["", null, 1, [], {}] {
		count(exec_log_encryption.violation) == 1 with input as creating(logging(wrong, {"s3EncryptionEnabled": true}))
	}
	every wrong in ["true", null, 1, [], {}, false] {
		count(exec_log_encryption.violation) == 1 with input as creating(logging("alias/exec", {"s3EncryptionEnabled": wrong}))
		count(exec_log_encryption.violation) == 1 with input as creating(logging("alias/exec", {"s3BucketName": "exec", "s3EncryptionEnabled": wrong}))
	}
	every wrong in [null, "exec", []] {
		count(exec_log_encryption.violation) == 2 with input as creating(logging("alias/exec", wrong))
	}
}

test_unknown if {
	every pointer in ["", "/configuration", "/configuration/executeCommandConfiguration"] {
		some case in fixture.unknown_object(creating(logging("alias/exec", {"s3EncryptionEnabled": true})), [pointer])
		found := exec_log_encryption.violation with input as case.input
		fixture.only_unknown(found, pointer)
	}
	key := exec_log_encryption.violation with input as creating(logging(fixture.marker, {"s3EncryptionEnabled": true}))
	fixture.only_unknown(key, $"{at}/kmsKeyId")
	every log in [
		{"s3EncryptionEnabled": fixture.marker},
		{"s3BucketName": "exec", "s3EncryptionEnabled": fixture.marker},
	] {
		found := exec_log_encryption.violation with input as creating(logging("alias/exec", log))
		fixture.only_unknown(found, $"{at}/logConfiguration/s3EncryptionEnabled")
	}
	log := exec_log_encryption.violation with input as creating(logging("alias/exec", fixture.marker))
	fixture.only_unknown(log, $"{at}/logConfiguration")
}
