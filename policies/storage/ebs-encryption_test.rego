package policies.storage["ebs-encryption_test"]

import data.lib.fixture_test as fixture
import data.policies.storage["ebs-encryption"] as ebs_encryption

attaching(kind, volume) := fixture.launching(kind, "CREATE", {"volumeConfigurations": [{"name": "db", "managedEBSVolume": volume}]})

encrypted(found) := attaching("Task", {"encrypted": found, "sizeInGiB": 20})

test_allows_encryption if {
	count(ebs_encryption.violation) == 0 with input as encrypted(true)
}

test_allows_no_volumes if {
	count(ebs_encryption.violation) == 0 with input as fixture.launching("Task", "CREATE", {})
	count(ebs_encryption.violation) == 0 with input as fixture.launching("Task", "CREATE", {"volumeConfigurations": []})
}

test_refuses_no_encryption if {
	every kind in ["Task", "Service", "TaskSet"] {
		found := ebs_encryption.violation with input as attaching(kind, {"sizeInGiB": 20})
		found == {{"msg": "the EBS volume db is not encrypted", "field": "/volumeConfigurations/0/managedEBSVolume/encrypted"}}
	}
}

test_refuses_wrong_types if {
	every wrong in [false, "true", 1, null, [], {}] {
		count(ebs_encryption.violation) == 1 with input as encrypted(wrong)
	}
	every wrong in [null, "db", 1, []] {
		count(ebs_encryption.violation) == 1 with input as attaching("Task", wrong)
		count(ebs_encryption.violation) == 1 with input as fixture.launching("Task", "CREATE", {"volumeConfigurations": [wrong]})
	}
}

test_require_kms_key if {
	required := {"requireKmsKey": true}
	found := ebs_encryption.violation with input as fixture.with_parameters(encrypted(true), required)
	found == {{"msg": "the EBS volume db names no KMS key", "field": "/volumeConfigurations/0/managedEBSVolume/kmsKeyId"}}
	count(ebs_encryption.violation) == 0 with input as fixture.with_parameters(attaching("Task", {"encrypted": true, "kmsKeyId": "alias/db"}), required)
	every wrong in ["", null, 1, true] {
		document := attaching("Task", {"encrypted": true, "kmsKeyId": wrong})
		count(ebs_encryption.violation) == 1 with input as fixture.with_parameters(document, required)
	}
}

test_refuses_what_an_update_leaves_unencrypted if {
	document := fixture.changed(fixture.launching("Service", "UPDATE", {"desiredCount": 2}), [{
		"op": "add",
		"path": "/context/service",
		"value": {"deployments": [{"status": "PRIMARY", "volumeConfigurations": [{"name": "db", "managedEBSVolume": {}}]}]},
	}])
	found := ebs_encryption.violation with input as document
	fixture.fields(found) == {"/context/service/deployments/0/volumeConfigurations/0/managedEBSVolume/encrypted"}
}

test_unknown if {
	every case in fixture.unknown_object(encrypted(true), [
		"", "/volumeConfigurations", "/volumeConfigurations/0/managedEBSVolume", "/volumeConfigurations/0/managedEBSVolume/encrypted",
	]) {
		found := ebs_encryption.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
	key := attaching("Task", {"encrypted": true, "kmsKeyId": fixture.marker})
	found := ebs_encryption.violation with input as fixture.with_parameters(key, {"requireKmsKey": true})
	fixture.only_unknown(found, "/volumeConfigurations/0/managedEBSVolume/kmsKeyId")
}
