/** What ECR's scan of an image found, basic or Inspector's, in one form. Pure. */
import type { EnhancedImageScanFinding, ImageScanFinding, ImageScanFindings, ImageScanStatus } from "@aws-sdk/client-ecr";
import type { JsonObject } from "../admission/request.ts";
import { NotKnown } from "./evidence.ts";

interface Finding {
	readonly id: string;
	readonly severity: string;
	readonly package?: string;
	/** RFC 3339: when Inspector first saw it in this image. Basic scans say nothing of it. */
	readonly since?: string;
	/** Absent where nothing is told, as in basic scans. */
	readonly fixable?: boolean;
	readonly exploitable?: boolean;
}

const BY_WEIGHT = ["CRITICAL", "HIGH", "UNTRIAGED", "UNDEFINED", "MEDIUM", "LOW", "INFORMATIONAL"];
/** The heaviest are listed, and all are counted. */
const MOST_LISTED = 300;

/** ACTIVE is the good state of a continuous scan, COMPLETE that of one that was done once. */
const GOOD = ["ACTIVE", "COMPLETE"];
const MEANINGS: Readonly<Record<string, string>> = {
	IN_PROGRESS: "the scan is not done yet",
	PENDING: "the scan has not begun yet",
	FAILED: "the scan failed",
	UNSUPPORTED_IMAGE: "the scanner does not support the image",
	SCAN_ELIGIBILITY_EXPIRED: "the image is too old to be scanned any more",
	FINDINGS_UNAVAILABLE: "the findings are not available",
	LIMIT_EXCEEDED: "a limit of the scanner is exceeded",
	IMAGE_ARCHIVED: "the image is archived",
};

/** @throws {NotKnown} for a scan that says nothing, which is no clean one */
export function refuseUnlessScanned({ status: stated, description }: ImageScanStatus = {}): void {
	const status: string = stated ?? "unstated";
	if (GOOD.includes(status)) return;
	const meaning = MEANINGS[status] ?? "the scan is in a state that is not known here";
	throw new NotKnown(`${meaning} (${status}${description ? `: ${description}` : ""})`);
}

/** Of all pages of one scan. */
export function vulnerabilitiesOf(status: string, pages: readonly ImageScanFindings[]): JsonObject {
	const enhanced = pages.flatMap(({ enhancedFindings = [] }) => enhancedFindings);
	const isInspector = status === "ACTIVE" || enhanced.length > 0;
	const found = isInspector ? enhanced.filter(isOpen).map(ofInspector) : pages.flatMap(({ findings = [] }) => findings.map(ofBasicScan));
	const stated = isInspector ? {} : (pages[0]?.findingSeverityCounts ?? {});
	const listed = Object.fromEntries(BY_WEIGHT.map((severity) => [severity, found.filter((each) => each.severity === severity).length]));
	const counts = Object.fromEntries(BY_WEIGHT.map((severity) => [severity, Math.max(listed[severity] ?? 0, numberAt(stated, severity))]));
	const scannedAt = pages.find(({ imageScanCompletedAt }) => imageScanCompletedAt !== undefined)?.imageScanCompletedAt?.toISOString();
	return {
		scanner: isInspector ? "inspector" : "ecr-basic",
		status,
		...(scannedAt === undefined ? {} : { scannedAt }),
		counts,
		findings: found.sort(heavierFirst).slice(0, MOST_LISTED) as unknown as readonly JsonObject[],
	};
}

function isOpen({ status = "ACTIVE", type = "PACKAGE_VULNERABILITY" }: EnhancedImageScanFinding): boolean {
	return status === "ACTIVE" && type === "PACKAGE_VULNERABILITY";
}

function ofInspector({ packageVulnerabilityDetails: details, findingArn, title, ...finding }: EnhancedImageScanFinding): Finding {
	const packages = (details?.vulnerablePackages ?? []).flatMap(({ name }) => name ?? []);
	const told = (answer: string | undefined) => (answer === undefined ? undefined : answer !== "NO");
	return present({
		id: details?.vulnerabilityId ?? title ?? findingArn ?? "unnamed",
		severity: severityOf(finding.severity),
		package: packages.length === 0 ? undefined : [...new Set(packages)].sort().slice(0, 3).join(", "),
		since: finding.firstObservedAt?.toISOString(),
		fixable: told(finding.fixAvailable),
		exploitable: told(finding.exploitAvailable),
	});
}

function ofBasicScan({ name = "unnamed", severity, attributes = [] }: ImageScanFinding): Finding {
	const found = attributes.find(({ key }) => key === "package_name")?.value;
	return present({ id: name, severity: severityOf(severity), package: found });
}

/** A severity that nobody has heard of counts as one that nobody has settled. */
function severityOf(severity = "UNDEFINED"): string {
	return BY_WEIGHT.includes(severity) ? severity : "UNDEFINED";
}

function heavierFirst(a: Finding, b: Finding): number {
	return BY_WEIGHT.indexOf(a.severity) - BY_WEIGHT.indexOf(b.severity) || Number(a.id > b.id) - Number(a.id < b.id);
}

function numberAt(counts: Readonly<Record<string, number | undefined>>, severity: string): number {
	return counts[severity] ?? 0;
}

function present(members: { readonly [K in keyof Finding]: Finding[K] | undefined }): Finding {
	return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as unknown as Finding;
}
