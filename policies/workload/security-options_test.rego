package policies.workload["security-options_test"]

import data.lib.fixture_test as fixture
import data.policies.workload["security-options"] as security_options

setting(options) := fixture.with_container("dockerSecurityOptions", options)

on_fargate := fixture.registering([{"op": "add", "path": "/requiresCompatibilities", "value": ["FARGATE"]}])

test_allows_no_new_privileges if {
	every option in ["no-new-privileges", "no-new-privileges:true", "no-new-privileges=true"] {
		count(security_options.violation) == 0 with input as setting(["label:level:s0", option])
	}
}

test_refuses_containers_without_options if {
	found := security_options.violation with input as fixture.compliant
	found == {{
		"msg": "container web does not set the security option no-new-privileges",
		"field": "/containerDefinitions/0/dockerSecurityOptions",
	}}
}

test_refuses_others if {
	every options in [[], ["apparmor:docker-default"], ["no-new-privileges:false"], ["NO-NEW-PRIVILEGES"], ["xno-new-privileges"]] {
		count(security_options.violation) == 1 with input as setting(options)
	}
}

test_required_options if {
	document := fixture.with_parameters(setting(["no-new-privileges"]), {"requiredOptions": ["no-new-privileges", "apparmor:*"]})
	found := security_options.violation with input as document
	{violation.msg | some violation in found} == {"container web does not set the security option apparmor:*"}
	both := fixture.with_parameters(setting(["apparmor=web", "no-new-privileges"]), {"requiredOptions": ["apparmor:*"]})
	count(security_options.violation) == 0 with input as both
}

test_refuses_wrong_types if {
	every wrong in [null, "no-new-privileges", {}, 1, [null], [{}]] {
		count(security_options.violation) == 1 with input as setting(wrong)
	}
}

test_refuses_when_run if {
	found := security_options.violation with input as fixture.running(fixture.compliant)
	fixture.fields(found) == {"/context/taskDefinition/containerDefinitions/0/dockerSecurityOptions"}
}

test_fargate_is_not_applicable if {
	found := security_options.violation with input as on_fargate
	found == {{"outcome": "notApplicable", "msg": "Fargate takes no Docker security options"}}
}

test_windows_is_not_applicable if {
	every compatibilities in [["FARGATE"], ["EC2"], fixture.marker] {
		found := security_options.violation with input as fixture.windows([{"op": "add", "path": "/requiresCompatibilities", "value": compatibilities}])
		found == {{"outcome": "notApplicable", "msg": "Windows containers have no such security options"}}
	}
}

test_unknown_launch_type if {
	document := fixture.registering([{"op": "add", "path": "/requiresCompatibilities", "value": fixture.marker}])
	found := security_options.violation with input as document
	fixture.only_unknown(found, "/requiresCompatibilities")
	compliant := json.patch(document, [{
		"op": "add",
		"path": "/request/object/containerDefinitions/0/dockerSecurityOptions",
		"value": ["no-new-privileges"],
	}])
	count(security_options.violation) == 0 with input as compliant
}

test_unknown_option if {
	found := security_options.violation with input as setting(["apparmor:web", fixture.marker])
	fixture.only_unknown(found, "/containerDefinitions/0/dockerSecurityOptions/1")
}

test_unknown if {
	every case in fixture.unknown(["/containerDefinitions/0/dockerSecurityOptions", "/containerDefinitions"]) {
		found := security_options.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
	container := fixture.registering([{"op": "replace", "path": "/containerDefinitions/0", "value": fixture.marker}])
	found := security_options.violation with input as container
	fixture.only_unknown(found, "/containerDefinitions/0")
}

test_unknown_operating_system if {
	every pointer in ["/runtimePlatform", "/runtimePlatform/operatingSystemFamily"] {
		lacking := fixture.with_member(pointer, fixture.marker)
		found := security_options.violation with input as lacking
		fixture.only_unknown(found, pointer)
	}
}

test_refuses_options_that_switch_protection_off if {
	every option, required in {
		"apparmor:unconfined": "apparmor:*",
		"apparmor=unconfined": "apparmor:*",
		"label:disable": "label:*",
		"seccomp:unconfined": "seccomp:*",
	} {
		document := fixture.with_parameters(fixture.with_container("dockerSecurityOptions", [option]), {"requiredOptions": [required]})
		count(security_options.violation) == 1 with input as document
	}
}
