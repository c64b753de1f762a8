package policies.workload.confinement_test

import data.lib.fixture_test as fixture
import data.policies.workload.confinement

setting(options) := fixture.with_container("dockerSecurityOptions", options)

test_allows_none if {
	count(confinement.violation) == 0 with input as fixture.compliant
	count(confinement.violation) == 0 with input as setting([])
}

test_allows_what_tightens if {
	count(confinement.violation) == 0 with input as setting([
		"no-new-privileges", "no-new-privileges=true", "apparmor:docker-default", "label:level:s0:c100,c200",
		"credentialspec:file://app.json", "credentialspecdomainless:arn:aws:s3:::specs/app.json",
	])
}

test_refuses_what_loosens if {
	every option in [
		"apparmor:unconfined", "apparmor=unconfined", "label:disable", "label=disable", "label:type:spc_t", "label:user:root",
		"seccomp:unconfined", "seccomp=unconfined", "systempaths=unconfined", "no-new-privileges:false", "Apparmor:docker-default", "",
	] {
		count(confinement.violation) == 1 with input as setting([option])
	}
}

test_refuses_each if {
	found := confinement.violation with input as setting(["no-new-privileges", "apparmor:unconfined"])
	found == {{
		"msg": "container web sets the security option apparmor:unconfined",
		"field": "/containerDefinitions/0/dockerSecurityOptions/1",
	}}
}

test_allowed_options if {
	document := fixture.with_parameters(setting(["apparmor=web-profile"]), {"allowedOptions": ["apparmor:web-*"]})
	count(confinement.violation) == 0 with input as document
	stricter := fixture.with_parameters(setting(["no-new-privileges"]), {"allowedOptions": []})
	count(confinement.violation) == 1 with input as stricter
}

test_refuses_wrong_types if {
	every wrong in [null, "no-new-privileges", {}, 1, [null], [{}], [1]] {
		count(confinement.violation) == 1 with input as setting(wrong)
	}
}

test_refuses_when_run if {
	found := confinement.violation with input as fixture.running(setting(["label:disable"]))
	fixture.fields(found) == {"/context/taskDefinition/containerDefinitions/0/dockerSecurityOptions/0"}
}

test_unknown if {
	every case in fixture.unknown_container("dockerSecurityOptions") {
		found := confinement.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
}
