package policies["supply-chain"]["no-critical-cves_test"]

import data.lib.evidence_fixture_test as known
import data.lib.fixture_test as fixture
import data.policies["supply-chain"]["no-critical-cves"] as no_critical_cves

none := {"CRITICAL": 0, "HIGH": 0, "UNTRIAGED": 0, "UNDEFINED": 0, "MEDIUM": 0, "LOW": 0, "INFORMATIONAL": 0}

# As Inspector has it: looked at all the time.
scan(findings) := {"scanner": "inspector", "status": "ACTIVE", "counts": object.union(none, counts), "findings": findings} if {
	counts := {severity: n |
		some finding in findings
		severity := finding.severity
		n := count([1 | some other in findings; other.severity == severity])
	}
}

critical := {"id": "CVE-2026-1", "severity": "CRITICAL", "package": "openssl", "since": "2026-11-10T08:00:00.000Z", "fixable": true, "exploitable": false}

input_of(found, parameters) := fixture.with_parameters(known.registering("vulnerabilities", found), parameters)

# As ECR has it: looked at once.
basic(scanned_at) := {"scanner": "ecr-basic", "status": "COMPLETE", "scannedAt": scanned_at, "counts": none, "findings": []}

test_allows_clean_images if {
	high := {"id": "CVE-2026-2", "severity": "HIGH"}
	every found in [scan([]), scan([high]), basic("2026-11-19T08:00:00.000Z"), basic("2026-10-21T08:00:00.000Z")] {
		count(no_critical_cves.violation) == 0 with input as input_of(found, {})
	}
}

test_refuses_critical_ones if {
	no_critical_cves.violation == {{
		"msg": "the image of container web has vulnerabilities: 1 CRITICAL (CVE-2026-1)",
		"field": "/containerDefinitions/0/image",
	}} with input as input_of(scan([critical]), {})
}

test_refuses_them_in_what_is_run if {
	fixture.fields(no_critical_cves.violation) == {"/context/taskDefinition/containerDefinitions/0/image"} with input as known.running("vulnerabilities", scan([critical]))
}

test_severities if {
	high := object.union(critical, {"id": "CVE-2026-2", "severity": "HIGH"})
	count(no_critical_cves.violation) == 0 with input as input_of(scan([high]), {})
	found := no_critical_cves.violation with input as input_of(scan([critical, high]), {"severities": ["CRITICAL", "HIGH"]})
	{violation.msg | some violation in found} == {"the image of container web has vulnerabilities: 1 CRITICAL (CVE-2026-1), 1 HIGH (CVE-2026-2)"}
	count(no_critical_cves.violation) == 1 with input as input_of(scan([]), {"severities": ["GRAVE"]})
}

test_names_three_of_many if {
	many := [object.union(critical, {"id": $"CVE-{n}"}) | some n in [1, 2, 3, 4]]
	found := no_critical_cves.violation with input as input_of(scan(many), {})
	{violation.msg | some violation in found} == {"the image of container web has vulnerabilities: 4 CRITICAL (CVE-1, CVE-2, CVE-3 and more)"}
}

test_grace_days if {
	count(no_critical_cves.violation) == 0 with input as input_of(scan([critical]), {"graceDays": 11})
	count(no_critical_cves.violation) == 1 with input as input_of(scan([critical]), {"graceDays": 10})
	undated := object.remove(critical, ["since"])
	count(no_critical_cves.violation) == 1 with input as input_of(scan([undated]), {"graceDays": 365})
}

test_fixable_only if {
	every case in [[true, 1], [false, 0], ["no", 1]] {
		found := scan([object.union(critical, {"fixable": case[0]})])
		count(no_critical_cves.violation) == case[1] with input as input_of(found, {"fixableOnly": true})
		count(no_critical_cves.violation) == 1 with input as input_of(found, {})
	}
	untold := object.remove(critical, ["fixable"])
	count(no_critical_cves.violation) == 1 with input as input_of(scan([untold]), {"fixableOnly": true})
}

test_ignored_findings if {
	count(no_critical_cves.violation) == 0 with input as input_of(scan([critical]), {"ignoreFindings": ["CVE-2026-*"]})
	count(no_critical_cves.violation) == 1 with input as input_of(scan([critical]), {"ignoreFindings": ["CVE-2025-*"]})
}

test_refuses_what_is_counted_and_not_listed if {
	partial := object.union(scan([critical]), {"counts": {"CRITICAL": 3}})
	found := no_critical_cves.violation with input as input_of(partial, {"graceDays": 90})
	{violation.msg | some violation in found} == {"the image of container web has vulnerabilities: 3 CRITICAL"}
}

test_refuses_old_scans if {
	every scanned_at in ["2026-10-20T08:00:00.000Z", "", null] {
		found := no_critical_cves.violation with input as input_of(basic(scanned_at), {})
		{violation.msg | some violation in found} == {"the image of container web was scanned too long ago, or nobody can tell when"}
	}
	count(no_critical_cves.violation) == 0 with input as input_of(basic("2026-10-01T08:00:00.000Z"), {"maxScanAgeDays": 60})
}

test_refuses_what_cannot_be_read if {
	every found in [null, {}, "clean", [], {"status": "ACTIVE"}, {"status": "ACTIVE", "counts": {}}, {"status": "ACTIVE", "counts": {"CRITICAL": "0"}, "findings": []}] {
		count(no_critical_cves.violation) == 1 with input as input_of(found, {})
	}
	count(no_critical_cves.violation) == 1 with input as fixture.compliant
}

test_unknown_evidence if {
	known.only_unknown(no_critical_cves.violation, "vulnerabilities") with input as known.registering("vulnerabilities", known.marker)
	known.only_unknown(no_critical_cves.violation, "vulnerabilities") with input as known.running("vulnerabilities", known.marker)
}

test_unknown if {
	every case in fixture.unknown_container("image") {
		found := no_critical_cves.violation with input as known.with_evidence(case.input, "vulnerabilities", scan([]))
		fixture.only_unknown(found, case.pointer)
	}
}
