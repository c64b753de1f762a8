import type { EnhancedImageScanFinding } from "@aws-sdk/client-ecr";
import { describe, expect, it } from "vitest";
import { refuseUnlessScanned, vulnerabilitiesOf } from "./scan-findings.ts";

describe("a scan's state", () => {
	it.each(["ACTIVE", "COMPLETE"] as const)("%s says something", (status) => {
		expect(() => refuseUnlessScanned({ status })).not.toThrow();
	});

	it.each([
		["IN_PROGRESS", /not done yet \(IN_PROGRESS: no space\)/],
		["PENDING", /has not begun yet/],
		["FAILED", /the scan failed \(FAILED: no space\)/],
		["UNSUPPORTED_IMAGE", /does not support the image/],
		["SCAN_ELIGIBILITY_EXPIRED", /too old to be scanned/],
		["FINDINGS_UNAVAILABLE", /not available/],
		["LIMIT_EXCEEDED", /a limit/],
		["IMAGE_ARCHIVED", /archived/],
		["NEW_ONE" as "FAILED", /a state that is not known here \(NEW_ONE/],
	] as const)("%s says nothing, which is not clean", (status, reason) => {
		expect(() => refuseUnlessScanned({ status, description: "no space" })).toThrow(reason);
	});

	it("that is missing says nothing either", () => {
		expect(() => refuseUnlessScanned(undefined)).toThrow(/unstated/);
	});
});

const inspector = (more: Partial<EnhancedImageScanFinding>): EnhancedImageScanFinding => ({
	severity: "CRITICAL",
	status: "ACTIVE",
	type: "PACKAGE_VULNERABILITY",
	packageVulnerabilityDetails: {
		vulnerabilityId: "CVE-1",
		vulnerablePackages: [{ name: "openssl" }, { name: "libssl3" }, { name: "openssl" }],
	},
	firstObservedAt: new Date("2026-11-01T00:00:00Z"),
	fixAvailable: "YES",
	exploitAvailable: "NO",
	...more,
});

describe("what Inspector found", () => {
	it("is told with its age, and whether it is fixable and exploitable", () => {
		const found = vulnerabilitiesOf("ACTIVE", [
			{ imageScanCompletedAt: new Date("2026-11-19T00:00:00Z"), enhancedFindings: [inspector({})] },
		]);
		expect(found).toEqual({
			scanner: "inspector",
			status: "ACTIVE",
			scannedAt: "2026-11-19T00:00:00.000Z",
			counts: { CRITICAL: 1, HIGH: 0, UNTRIAGED: 0, UNDEFINED: 0, MEDIUM: 0, LOW: 0, INFORMATIONAL: 0 },
			findings: [
				{
					id: "CVE-1",
					severity: "CRITICAL",
					package: "libssl3, openssl",
					since: "2026-11-01T00:00:00.000Z",
					fixable: true,
					exploitable: false,
				},
			],
		});
	});

	it("counts while it is open, over all pages, the heaviest first", () => {
		const pages = [
			{ enhancedFindings: [inspector({ severity: "LOW" }), inspector({ status: "SUPPRESSED" }), inspector({ status: "CLOSED" })] },
			{
				enhancedFindings: [
					inspector({ severity: "HIGH", fixAvailable: "PARTIAL" }),
					inspector({ severity: "GRAVE" }),
					inspector({ type: "NETWORK" }),
				],
			},
		];
		const { counts, findings } = vulnerabilitiesOf("ACTIVE", pages) as { counts: object; findings: { severity: string }[] };
		expect(counts).toMatchObject({ CRITICAL: 0, HIGH: 1, UNDEFINED: 1, LOW: 1 });
		expect(findings.map(({ severity }) => severity)).toEqual(["HIGH", "UNDEFINED", "LOW"]);
		expect(findings[0]).toMatchObject({ fixable: true });
	});

	it("is nothing where the scan is active and clean", () => {
		expect(vulnerabilitiesOf("ACTIVE", [{}])).toMatchObject({ scanner: "inspector", counts: { CRITICAL: 0 }, findings: [] });
	});
});

describe("what a basic scan found", () => {
	it("has no age and no fix, and counts as ECR states it although not all is listed", () => {
		const attributes = [{ key: "package_name", value: "zlib" }];
		const page = { findings: [{ name: "CVE-2", severity: "HIGH" as const, attributes }], findingSeverityCounts: { HIGH: 3, CRITICAL: 1 } };
		expect(vulnerabilitiesOf("COMPLETE", [page])).toMatchObject({
			scanner: "ecr-basic",
			counts: { CRITICAL: 1, HIGH: 3 },
			findings: [{ id: "CVE-2", severity: "HIGH", package: "zlib" }],
		});
	});

	it("lists the 300 heaviest, and counts them all", () => {
		const findings = Array.from({ length: 500 }, (_, n) => ({
			name: `CVE-${n}`,
			severity: n < 250 ? ("LOW" as const) : ("HIGH" as const),
		}));
		const found = vulnerabilitiesOf("COMPLETE", [{ findings }]) as { counts: object; findings: { severity: string }[] };
		expect(found.counts).toMatchObject({ HIGH: 250, LOW: 250 });
		expect(found.findings).toHaveLength(300);
		expect(found.findings.filter(({ severity }) => severity === "HIGH")).toHaveLength(250);
	});
});
