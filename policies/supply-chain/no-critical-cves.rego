package policies["supply-chain"]["no-critical-cves"]

import data.lib.evidence
import data.lib.parameter
import data.lib.workload

# METADATA
# title: Images have no known critical vulnerabilities
# description: Scanners know what is wrong with an image better than its users. Judged is what ECR's basic scan or Inspector says of the image that would run; an image that nobody has scanned, or not lately, is not clean. Basic scans tell neither since when a vulnerability is known nor whether it can be fixed, so that neither excuses it.
# entrypoint: true
# custom:
#   severity: high
#   kinds: [TaskDefinition, Task, Service, TaskSet, DaemonTaskDefinition, Daemon, ExpressGatewayService]
#   evidence: [vulnerabilities]
#   remediation: Build the image anew with the packages that fix them, and deploy that. What does not concern you can be suppressed in Inspector, or named in `ignoreFindings`.
#   references: []
#   parameters:
#     severities: {description: "Severities that are not allowed: CRITICAL, HIGH, MEDIUM, LOW, INFORMATIONAL, UNTRIAGED, UNDEFINED.", default: [CRITICAL]}
#     graceDays: {description: Days after Inspector first saw it in which a vulnerability is let through., default: 0}
#     fixableOnly: {description: Whether a vulnerability without a fix is let through., default: false}
#     maxScanAgeDays: {description: Days after which a scan that was done once says nothing any more., default: 30}
#     ignoreFindings: {description: "Ids of vulnerabilities that are let through, such as CVE-2026-1234; `*` stands for anything.", default: []}
#     ignoreContainers: {description: Names of containers that are not judged; `*` stands for anything., default: []}
#     ignoreImages: {description: Images whose containers are not judged; `*` stands for anything., default: []}
violation contains {"msg": msg, "field": fact.at} if {
	some i, container in workload.containers
	fact := evidence.fact(container, i, "vulnerabilities")
	not _allowed(fact.found)
	problem := evidence.problem(fact, "vulnerability scan", _problem(fact.found))
	msg := $"the image of container {workload.name(container, i)} {problem}"
}

_allowed(scan) if {
	_recent(scan)
	every severity in _severities {
		_clean(scan, severity)
	}
}

_severities := parameter.list("severities", ["CRITICAL"])

# What is counted is listed, and what is listed is excused. A severity that the scan does not count is not clean.
_clean(scan, severity) if scan.counts[severity] == count([finding |
	some finding in scan.findings
	finding.severity == severity
	_excused(finding)
])

_excused(finding) if {
	parameter.get("fixableOnly", false) == true
	finding.fixable == false
}

_excused(finding) if {
	since := time.parse_rfc3339_ns(finding.since)
	time.parse_rfc3339_ns(input.now) - since < parameter.get("graceDays", 0) * _day
}

_excused(finding) if {
	some pattern in parameter.list("ignoreFindings", [])
	glob.match(pattern, null, finding.id)
}

# Inspector looks again whenever something new is known.
_recent(scan) if scan.status == "ACTIVE"

_recent(scan) if {
	scanned := time.parse_rfc3339_ns(scan.scannedAt)
	time.parse_rfc3339_ns(input.now) - scanned <= parameter.get("maxScanAgeDays", 30) * _day
}

_day := 86400000000000

_problem(scan) := "was scanned too long ago, or nobody can tell when" if {
	not _recent(scan)
} else := $"has vulnerabilities: {concat(", ", _told(scan))}"

# By severity: the number, and the first three by name.
_told(scan) := [told |
	some severity in _severities
	not _clean(scan, severity)
	named := [finding.id |
		some finding in scan.findings
		finding.severity == severity
		not _excused(finding)
	]
	told := $"{_number(scan, severity)} {severity}{_names(named)}"
]

_number(scan, severity) := $"{scan.counts[severity]}" if {
	is_number(scan.counts[severity])
} else := "an unknown number of"

_names(named) := $" ({concat(", ", array.slice(named, 0, 3))})" if {
	count(named) in {1, 2, 3}
} else := $" ({concat(", ", array.slice(named, 0, 3))} and more)" if {
	count(named) > 3
} else := ""
