package policies.workload.accelerators_test

import data.lib.fixture_test as fixture
import data.policies.workload.accelerators

requiring(list) := fixture.with_container("resourceRequirements", list)

gpus(count) := {"type": "GPU", "value": count}

test_allows_none if {
	count(accelerators.violation) == 0 with input as fixture.compliant
	count(accelerators.violation) == 0 with input as requiring([])
}

test_refuses_gpus if {
	found := accelerators.violation with input as requiring([{"type": "GPU", "value": "1"}])
	found == {{
		"msg": "container web reserves accelerators of the type GPU",
		"field": "/containerDefinitions/0/resourceRequirements/0/type",
	}}
}

test_allowed_types if {
	document := fixture.with_parameters(requiring([gpus("1")]), {"allowedTypes": ["GPU"]})
	count(accelerators.violation) == 0 with input as document
	other := requiring([{"type": "InferenceAccelerator", "value": "dev"}, {"type": "gpu", "value": "1"}])
	count(accelerators.violation) == 2 with input as fixture.with_parameters(other, {"allowedTypes": ["GPU"]})
}

test_max_gpus if {
	every few in ["0", "1", "4"] {
		parameters := {"allowedTypes": ["GPU"], "maxGpus": 4}
		count(accelerators.violation) == 0 with input as fixture.with_parameters(requiring([gpus(few)]), parameters)
	}
	found := accelerators.violation with input as fixture.with_parameters(requiring([gpus("2")]), {"allowedTypes": ["GPU"]})
	found == {{"msg": "container web reserves 2 GPUs", "field": "/containerDefinitions/0/resourceRequirements/0/value"}}
	every wrong in ["", "many", "-1", "1e1", 1, null, {}] {
		count(accelerators.violation) == 1 with input as fixture.with_parameters(requiring([gpus(wrong)]), {"allowedTypes": ["GPU"]})
	}
	every wrong in ["4", null, {}] {
		parameters := {"allowedTypes": ["GPU"], "maxGpus": wrong}
		count(accelerators.violation) == 1 with input as fixture.with_parameters(requiring([gpus("1")]), parameters)
	}
}

test_refuses_wrong_types if {
	every wrong in ["GPU", null, {}, 1, [null], [{}], [{"type": 1}]] {
		count(accelerators.violation) == 1 with input as requiring(wrong)
	}
}

test_refuses_when_run if {
	found := accelerators.violation with input as fixture.running(requiring([{"type": "GPU", "value": "1"}]))
	fixture.fields(found) == {"/context/taskDefinition/containerDefinitions/0/resourceRequirements/0/type"}
}

test_unknown if {
	every case in fixture.unknown_container("resourceRequirements") {
		found := accelerators.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
}

test_unknown_type if {
	found := accelerators.violation with input as requiring([{"type": fixture.marker, "value": "1"}])
	fixture.only_unknown(found, "/containerDefinitions/0/resourceRequirements/0/type")
	many := accelerators.violation with input as fixture.with_parameters(requiring([gpus(fixture.marker)]), {"allowedTypes": ["GPU"]})
	fixture.only_unknown(many, "/containerDefinitions/0/resourceRequirements/0/value")
}
