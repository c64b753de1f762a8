package policies.isolation["sandbox-target_test"]

import data.lib.fixture_test as fixture
import data.lib.isolation_fixture_test as isolated
import data.lib.target_fixture_test as on
import data.policies.isolation["sandbox-target"] as sandbox_target

requiring(mode, list) := json.patch(
	isolated.sandboxed(mode),
	[{"op": "add", "path": "/request/object/requiresCompatibilities", "value": list}],
)

test_allows_managed_instances_alone if {
	every mode in ["ISOLATED_SANDBOX", "CONFIDENTIAL_SANDBOX"] {
		count(sandbox_target.violation) == 0 with input as isolated.sandboxed(mode)
		call := on.launching(isolated.sandboxed(mode), {"capacityProviderStrategy": on.provider("own")})
		count(sandbox_target.violation) == 0 with input as call
	}
	count(sandbox_target.violation) == 0 with input as isolated.sandboxed(fixture.marker)
}

test_allows_anything_without_a_sandbox if {
	count(sandbox_target.violation) == 0 with input as fixture.compliant
	count(sandbox_target.violation) == 0 with input as requiring("SHARED", ["EC2"])
	count(sandbox_target.violation) == 0 with input as on.launching(fixture.compliant, {"launchType": "EC2"})
}

test_refuses_other_compatibilities if {
	sandbox_target.violation == {{
		"msg": "requiresCompatibilities is not MANAGED_INSTANCES alone, where sandboxes are",
		"field": "/requiresCompatibilities",
	}} with input as requiring("ISOLATED_SANDBOX", ["MANAGED_INSTANCES", "EC2"])
	every wrong in [[], ["FARGATE"], "MANAGED_INSTANCES", null, {}] {
		count(sandbox_target.violation) == 1 with input as requiring("CONFIDENTIAL_SANDBOX", wrong)
	}
	count(sandbox_target.violation) == 1 with input as requiring("TIGHT", ["EC2"])
}

test_refuses_to_run_elsewhere if {
	every type in ["EC2", "EXTERNAL", "FARGATE"] {
		sandbox_target.violation == {{
			"msg": $"the task asks for a sandbox and runs on {type}, which has none",
			"field": "/launchType",
		}} with input as on.launching(isolated.sandboxed("ISOLATED_SANDBOX"), {"launchType": type})
	}
}

test_a_definition_has_no_launch_type if {
	document := json.patch(
		isolated.sandboxed("CONFIDENTIAL_SANDBOX"),
		[{"op": "add", "path": "/request/object/launchType", "value": "EC2"}],
	)
	count(sandbox_target.violation) == 0 with input as document
}

test_unknown if {
	mode := sandbox_target.violation with input as requiring(fixture.marker, ["EC2"])
	fixture.only_unknown(mode, "/trustedExecutionConfiguration/isolationMode")
	every list in [fixture.marker, [fixture.marker]] {
		found := sandbox_target.violation with input as requiring("ISOLATED_SANDBOX", list)
		fixture.only_unknown(found, "/requiresCompatibilities")
	}
	whole := sandbox_target.violation with input as fixture.unknown([])[0].input
	fixture.only_unknown(whole, "/context/taskDefinition")
}

test_unknown_target_by_item if {
	found := sandbox_target.violation with input as requiring("ISOLATED_SANDBOX", ["MANAGED_INSTANCES", fixture.marker])
	fixture.only_unknown(found, "/requiresCompatibilities/1")
}
