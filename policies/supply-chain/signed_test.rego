package policies["supply-chain"].signed_test

import data.lib.evidence_fixture_test as known
import data.lib.fixture_test as fixture
import data.policies["supply-chain"].signed

valid := {"answer": "valid", "reason": "signed by release", "by": "release"}

test_allows_valid_signatures if {
	count(signed.violation) == 0 with input as known.registering("signatures", valid)
	count(signed.violation) == 0 with input as known.running("signatures", valid)
}

test_refuses_every_other_answer if {
	every answer in ["wrong-key", "wrong-digest", "revoked", "absent", "untrusted", "Valid", "", null, true] {
		found := signed.violation with input as known.registering("signatures", {"answer": answer, "reason": "because"})
		found == {{"msg": "the image of container web has no signature that counts: because", "field": "/containerDefinitions/0/image"}}
	}
}

test_ecr_signing_counts_only_where_it_is_said if {
	by_ecr := known.registering("signatures", {"answer": "absent", "reason": "there is none", "ecrSigning": "COMPLETE"})
	count(signed.violation) == 1 with input as by_ecr
	count(signed.violation) == 0 with input as fixture.with_parameters(by_ecr, {"acceptEcrSigning": true})
	every status in ["IN_PROGRESS", "FAILED", "NONE", null] {
		other := known.registering("signatures", {"answer": "absent", "reason": "there is none", "ecrSigning": status})
		count(signed.violation) == 1 with input as fixture.with_parameters(other, {"acceptEcrSigning": true})
	}
}

test_unknown_ecr_signing if {
	lacking := known.registering("signatures", {"answer": "absent", "reason": "there is none", "ecrSigning": known.marker})
	found := signed.violation with input as fixture.with_parameters(lacking, {"acceptEcrSigning": true})
	fixture.fields(found) == {$"{known.pointer("signatures")}/ecrSigning"}
	fixture.fields(signed.violation) == {"/containerDefinitions/0/image"} with input as lacking
	enough := known.registering("signatures", object.union(valid, {"ecrSigning": known.marker}))
	count(signed.violation) == 0 with input as fixture.with_parameters(enough, {"acceptEcrSigning": true})
}

test_refuses_what_cannot_be_read if {
	every found in [null, {}, "valid", ["valid"], true] {
		count(signed.violation) == 1 with input as known.registering("signatures", found)
	}
	count(signed.violation) == 1 with input as fixture.compliant
}

test_unknown_evidence if {
	known.only_unknown(signed.violation, "signatures") with input as known.registering("signatures", known.marker)
	known.only_unknown(signed.violation, "signatures") with input as fixture.with_parameters(known.registering("signatures", known.marker), {"acceptEcrSigning": true})
}

test_unknown if {
	every parameters in [{}, {"acceptEcrSigning": true}] {
		every case in fixture.unknown_container("image") {
			found := signed.violation with input as fixture.with_parameters(known.with_evidence(case.input, "signatures", valid), parameters)
			fixture.only_unknown(found, case.pointer)
		}
	}
}
