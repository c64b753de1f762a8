package policies.isolation.attestation_test

import data.lib.fixture_test as fixture
import data.lib.isolation_fixture_test as isolated
import data.policies.isolation.attestation

attested(policy) := fixture.registering(array.concat(
	isolated.for_sandbox("CONFIDENTIAL_SANDBOX"),
	[{"op": "add", "path": "/trustedExecutionConfiguration/attestationPolicy", "value": policy}],
))

test_allows_modes_without_attestation if {
	count(attestation.violation) == 0 with input as fixture.compliant
	count(attestation.violation) == 0 with input as isolated.sandboxed("SHARED")
	count(attestation.violation) == 0 with input as isolated.sandboxed("ISOLATED_SANDBOX")
}

test_allows_an_attested_sandbox if {
	count(attestation.violation) == 0 with input as attested("eyJhIjoxfQ==")
}

test_refuses_a_confidential_sandbox_without if {
	attestation.violation == {{
		"msg": "attestationPolicy is no base64 text, and CONFIDENTIAL_SANDBOX needs one",
		"field": "/trustedExecutionConfiguration/attestationPolicy",
	}} with input as isolated.sandboxed("CONFIDENTIAL_SANDBOX")
	every wrong in ["", "{}", "a b", null, 1, {}, []] {
		count(attestation.violation) == 1 with input as attested(wrong)
	}
}

test_refuses_other_modes if {
	attestation.violation == {{
		"msg": "isolationMode is TIGHT, which ECS does not know",
		"field": "/trustedExecutionConfiguration/isolationMode",
	}} with input as isolated.sandboxed("TIGHT")
	every wrong in ["confidential_sandbox", "", null, 1, {}] {
		count(attestation.violation) == 1 with input as isolated.sandboxed(wrong)
	}
	count(attestation.violation) == 1 with input as fixture.with_member("/trustedExecutionConfiguration", "x")
}

test_refuses_when_run if {
	found := attestation.violation with input as fixture.running(isolated.sandboxed("CONFIDENTIAL_SANDBOX"))
	fixture.fields(found) == {"/context/taskDefinition/trustedExecutionConfiguration/attestationPolicy"}
}

test_unknown if {
	every case in fixture.unknown(["/trustedExecutionConfiguration"]) {
		found := attestation.violation with input as case.input
		fixture.only_unknown(found, case.pointer)
	}
	mode := attestation.violation with input as isolated.sandboxed(fixture.marker)
	fixture.only_unknown(mode, "/trustedExecutionConfiguration/isolationMode")
	policy := attestation.violation with input as attested(fixture.marker)
	fixture.only_unknown(policy, "/trustedExecutionConfiguration/attestationPolicy")
}
