package policies.runtime["wrapper-source_test"]

import data.lib.agent_fixture_test as instrumented
import data.lib.fixture_test as fixture
import data.policies.runtime["wrapper-source"] as wrapper_source

from(sources) := instrumented.patched(instrumented.instrumented({}), "/containerDefinitions/0/volumesFrom", sources)

mounting(mount) := fixture.registering([
	{"op": "add", "path": "/containerDefinitions/0/entryPoint", "value": ["/cws-instrumentation-volume/cws-instrumentation", "/a"]},
	{"op": "add", "path": "/containerDefinitions/0/mountPoints", "value": [mount]},
	{"op": "add", "path": "/volumes/-", "value": {"name": "cws"}},
])

test_allows_a_source if {
	count(wrapper_source.violation) == 0 with input as instrumented.instrumented({})
	every path in ["/cws-instrumentation-volume", "/cws-instrumentation-volume/"] {
		count(wrapper_source.violation) == 0 with input as mounting({"sourceVolume": "cws", "containerPath": path})
	}
}

test_allows_what_is_not_wrapped if {
	count(wrapper_source.violation) == 0 with input as fixture.compliant
	count(wrapper_source.violation) == 0 with input as fixture.with_container("entryPoint", ["/app"])
}

test_refuses_no_source if {
	wrapper_source.violation == {{
		"msg": "container web starts under /opt/draios/bin/instrument, and mounts it from nowhere",
		"field": "/containerDefinitions/0/volumesFrom",
	}} with input as from([])
	every wrong in [[{"sourceContainer": "ghost"}], [{"sourceContainer": "web"}], [{}], [null], null, "agent", [{"sourceContainer": 1}]] {
		count(wrapper_source.violation) == 1 with input as from(wrong)
	}
}

test_points_at_the_list if {
	found := wrapper_source.violation with input as from([{"sourceContainer": "ghost"}])
	fixture.fields(found) == {"/containerDefinitions/0/volumesFrom"}
}

test_refuses_another_volume if {
	every wrong in [
		{"sourceVolume": "cws", "containerPath": "/elsewhere"},
		{"sourceVolume": "cws", "containerPath": "/cws-instrumentation-volume/cws-instrumentation"},
		{"sourceVolume": "ghost", "containerPath": "/cws-instrumentation-volume"},
		{"containerPath": "/cws-instrumentation-volume"},
		{"sourceVolume": "cws"},
		null,
	] {
		count(wrapper_source.violation) == 1 with input as mounting(wrong)
	}
}

test_names_are_needed if {
	document := instrumented.patched(from([{"sourceContainer": null}]), "/containerDefinitions/1/name", null)
	count(wrapper_source.violation) == 1 with input as document
	volume := instrumented.patched(
		mounting({"sourceVolume": null, "containerPath": "/cws-instrumentation-volume"}),
		"/volumes/1/name",
		null,
	)
	count(wrapper_source.violation) == 1 with input as volume
}

test_refuses_when_run if {
	found := wrapper_source.violation with input as fixture.running(from([]))
	fixture.fields(found) == {"/context/taskDefinition/containerDefinitions/0/volumesFrom"}
}

test_ignored_containers if {
	count(wrapper_source.violation) == 0 with input as fixture.with_parameters(from([]), {"ignoreContainers": ["web"]})
}

test_unknown if {
	all := wrapper_source.violation with input as from(fixture.marker)
	fixture.only_unknown(all, "/containerDefinitions/0/volumesFrom")
	one := wrapper_source.violation with input as from([fixture.marker])
	fixture.only_unknown(one, "/containerDefinitions/0/volumesFrom/0")
	mount := wrapper_source.violation with input as mounting(fixture.marker)
	fixture.only_unknown(mount, "/containerDefinitions/0/mountPoints/0")
}

test_unknown_wrapper if {
	every case in fixture.unknown_container("entryPoint") {
		found := wrapper_source.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
	first := wrapper_source.violation with input as fixture.with_container("entryPoint", [fixture.marker, "/app"])
	fixture.only_unknown(first, "/containerDefinitions/0/entryPoint/0")
	count(wrapper_source.violation) == 0 with input as fixture.with_container("entryPoint", ["/app", fixture.marker])
}

test_unknown_mounts if {
	every member in ["sourceVolume", "containerPath"] {
		mount := object.union({"sourceVolume": "other", "containerPath": "/other"}, {member: fixture.marker})
		found := wrapper_source.violation with input as mounting(mount)
		fixture.only_unknown(found, $"/containerDefinitions/0/mountPoints/0/{member}")
	}
	source := wrapper_source.violation with input as from([{"sourceContainer": fixture.marker}])
	fixture.only_unknown(source, "/containerDefinitions/0/volumesFrom/0/sourceContainer")
}

test_unknown_names if {
	mount := {"sourceVolume": "later", "containerPath": "/cws-instrumentation-volume"}
	volume := wrapper_source.violation with input as instrumented.patched(mounting(mount), "/volumes/1/name", fixture.marker)
	fixture.only_unknown(volume, "/volumes/1/name")
	container := wrapper_source.violation with input as instrumented.patched(
		from([{"sourceContainer": "later"}]),
		"/containerDefinitions/1/name",
		fixture.marker,
	)
	fixture.only_unknown(container, "/containerDefinitions/1/name")
}

# A name that is not known is none that this container mounts.
test_refuses_without_mounts_whatever_is_unknown if {
	every path in ["/volumes/0/name", "/containerDefinitions/1/name"] {
		found := wrapper_source.violation with input as instrumented.patched(from([]), path, fixture.marker)
		fixture.fields(found) == {"/containerDefinitions/0/volumesFrom"}
	}
}
