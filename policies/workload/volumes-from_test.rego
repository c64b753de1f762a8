package policies.workload["volumes-from_test"]

import data.lib.fixture_test as fixture
import data.policies.workload["volumes-from"] as volumes_from

taking(list) := fixture.with_container("volumesFrom", list)

test_allows_read_only if {
	count(volumes_from.violation) == 0 with input as fixture.compliant
	count(volumes_from.violation) == 0 with input as taking([{"sourceContainer": "agent", "readOnly": true}])
}

test_refuses_writable_ones if {
	found := volumes_from.violation with input as taking([{"sourceContainer": "agent"}])
	found == {{
		"msg": "container web can write to the volumes of another container",
		"field": "/containerDefinitions/0/volumesFrom/0/readOnly",
	}}
}

test_refuses_wrong_types if {
	every wrong in ["agent", null, {}, 1, [null], ["agent"], [{"readOnly": "true"}], [{"readOnly": null}]] {
		count(volumes_from.violation) == 1 with input as taking(wrong)
	}
}

test_refuses_when_run if {
	found := volumes_from.violation with input as fixture.running(taking([{"readOnly": false}]))
	fixture.fields(found) == {"/context/taskDefinition/containerDefinitions/0/volumesFrom/0/readOnly"}
}

test_unknown if {
	every case in fixture.unknown_container("volumesFrom") {
		found := volumes_from.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
}

test_unknown_source if {
	every source in [fixture.marker, {"readOnly": fixture.marker}] {
		found := volumes_from.violation with input as taking([source])
		fixture.only_unknown(found, "/containerDefinitions/0/volumesFrom/0")
	}
}
