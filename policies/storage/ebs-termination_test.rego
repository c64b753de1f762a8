package policies.storage["ebs-termination_test"]

import data.lib.fixture_test as fixture
import data.policies.storage["ebs-termination"] as ebs_termination

terminating(policy) := fixture.launching("Task", "CREATE", {"volumeConfigurations": [{
	"name": "db",
	"managedEBSVolume": {"terminationPolicy": policy},
}]})

test_allows_deletion if {
	count(ebs_termination.violation) == 0 with input as fixture.launching("Task", "CREATE", {})
	count(ebs_termination.violation) == 0 with input as terminating({})
	count(ebs_termination.violation) == 0 with input as terminating({"deleteOnTermination": true})
}

test_refuses_volumes_that_stay if {
	found := ebs_termination.violation with input as terminating({"deleteOnTermination": false})
	found == {{
		"msg": "the EBS volume db outlives its task",
		"field": "/volumeConfigurations/0/managedEBSVolume/terminationPolicy/deleteOnTermination",
	}}
}

test_refuses_wrong_types if {
	every wrong in ["true", 1, null, [], {}] {
		count(ebs_termination.violation) == 1 with input as terminating({"deleteOnTermination": wrong})
	}
	count(ebs_termination.violation) == 1 with input as terminating(true)
}

test_unknown if {
	every case in fixture.unknown_object(terminating({"deleteOnTermination": true}), [
		"",
		"/volumeConfigurations",
		"/volumeConfigurations/0/managedEBSVolume",
		"/volumeConfigurations/0/managedEBSVolume/terminationPolicy",
		"/volumeConfigurations/0/managedEBSVolume/terminationPolicy/deleteOnTermination",
	]) {
		found := ebs_termination.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
}
