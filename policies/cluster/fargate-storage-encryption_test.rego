package policies.cluster["fargate-storage-encryption_test"]

import data.lib.fixture_test as fixture
import data.policies.cluster["fargate-storage-encryption"] as fargate_storage_encryption

creating(object) := fixture.asking("Cluster", "CREATE", object)

updating(object, described) := fixture.changed(
	fixture.asking("Cluster", "UPDATE", object),
	[{"op": "add", "path": "/context/cluster", "value": described}],
)

storing(found) := {"configuration": {"managedStorageConfiguration": {"fargateEphemeralStorageKmsKeyId": found}}}

at := "/configuration/managedStorageConfiguration/fargateEphemeralStorageKmsKeyId"

test_allows_a_key if {
	count(fargate_storage_encryption.violation) == 0 with input as creating(storing("arn:aws:kms:eu-west-1:123456789012:key/1"))
}

test_refuses_clusters_without_a_key if {
	every object in [{}, {"configuration": {}}, storing("")] {
		found := fargate_storage_encryption.violation with input as creating(object)
		found == {{"msg": "the KMS key for Fargate's ephemeral storage is not set", "field": at}}
	}
}

test_refuses_what_an_update_leaves_without if {
	found := fargate_storage_encryption.violation with input as updating({"cluster": "web"}, {})
	fixture.fields(found) == {$"/context/cluster{at}"}
	count(fargate_storage_encryption.violation) == 0 with input as updating({"cluster": "web"}, storing("alias/ecs"))
}

test_refuses_wrong_types if {
	every wrong in [null, 1, true, [], {}] {
		count(fargate_storage_encryption.violation) == 1 with input as creating(storing(wrong))
	}
	count(fargate_storage_encryption.violation) == 1 with input as creating({"configuration": {"managedStorageConfiguration": "alias/ecs"}})
}

test_unknown if {
	every case in fixture.unknown_object(creating(storing("alias/ecs")), ["", "/configuration", "/configuration/managedStorageConfiguration", "/configuration/managedStorageConfiguration/fargateEphemeralStorageKmsKeyId"]) {
		found := fargate_storage_encryption.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
}
