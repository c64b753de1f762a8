package policies.capacity["instance-storage_test"]

import data.lib.fixture_test as fixture
import data.policies.capacity["instance-storage"] as instance_storage

creating(object) := fixture.asking("CapacityProvider", "CREATE", object)

updating(object, old) := fixture.changed(
	fixture.asking("CapacityProvider", "UPDATE", object),
	[{"op": "add", "path": "/oldObject", "value": old}],
)

managed(template) := {"name": "mi", "managedInstancesProvider": {"instanceLaunchTemplate": template}}

of(size) := managed({"storageConfiguration": {"storageSizeGiB": size}})

test_allows_small_disks if {
	every object in [of(200), managed({}), managed({"storageConfiguration": {}})] {
		count(instance_storage.violation) == 0 with input as creating(object)
	}
}

test_refuses_larger_ones if {
	found := instance_storage.violation with input as creating(of(201))
	found == {{
		"msg": "Managed Instances have disks of 201 GiB",
		"field": "/managedInstancesProvider/instanceLaunchTemplate/storageConfiguration/storageSizeGiB",
	}}
}

test_max_gib if {
	count(instance_storage.violation) == 0 with input as fixture.with_parameters(creating(of(1000)), {"maxGiB": 1000})
	count(instance_storage.violation) == 1 with input as fixture.with_parameters(creating(managed({})), {"maxGiB": 79})
	count(instance_storage.violation) == 1 with input as fixture.with_parameters(creating(of(30)), {"maxGiB": "100"})
}

test_refuses_what_an_update_leaves if {
	count(instance_storage.violation) == 1 with input as updating(managed({}), of(1000))
	count(instance_storage.violation) == 0 with input as updating(managed({}), of(100))
}

test_refuses_wrong_types if {
	every wrong in ["80", null, true, [], {}] {
		count(instance_storage.violation) == 1 with input as creating(of(wrong))
	}
}

test_auto_scaling_groups_are_not_applicable if {
	provider := {"name": "ec2", "autoScalingGroupProvider": {}}
	updated := instance_storage.violation with input as fixture.asking("CapacityProvider", "UPDATE", provider)
	found := instance_storage.violation with input as creating(provider)
	found == updated
	found == {{"outcome": "notApplicable", "msg": "the capacity provider has no Managed Instances"}}
}

test_unknown if {
	every case in fixture.unknown_object(creating(of(80)), ["", "/managedInstancesProvider", "/managedInstancesProvider/instanceLaunchTemplate", "/managedInstancesProvider/instanceLaunchTemplate/storageConfiguration", "/managedInstancesProvider/instanceLaunchTemplate/storageConfiguration/storageSizeGiB"]) {
		found := instance_storage.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
}
