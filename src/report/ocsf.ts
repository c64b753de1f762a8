/** OCSF: an array of Compliance Findings (class 2003), one for each object and policy. Amazon Security Lake and many SIEMs read them. */
import packageJson from "../../package.json" with { type: "json" };
import type { Severity } from "../admission/policy.ts";
import { jsonList } from "./json-list.ts";
import { type Judgement, judgementsOf, NOT_JUDGED } from "./judgement.ts";
import type { OutcomeWord } from "./outcome.ts";
import { type Format, pageOf, type Report, timeOf } from "./report.ts";
import { STANDARDS } from "./standard-list.ts";
import { plain } from "./text.ts";

const VERSION = "1.8.0";
const CLASS = 2003;

export const ocsfReport: Format = (report) => [...ocsfPieces(report)].join("");

/** The same, event by event. */
export function ocsfPieces(report: Report): Iterable<string> {
	return jsonList(judgementsOf(report), (judgement) => eventOf(judgement, report));
}

/** By the schema: 0 unknown, 1 pass, 3 fail, 99 other. What could not be told is unknown, whatever the reason. */
const STATUS: Readonly<Record<OutcomeWord, readonly [id: number, caption: string]>> = {
	failed: [3, "Fail"],
	exempted: [3, "Fail"],
	passed: [1, "Pass"],
	unknown: [0, "Unknown"],
	undecided: [0, "Unknown"],
	notApplicable: [99, "Not applicable"],
};

const SEVERITY: Readonly<Record<Severity, readonly [id: number, caption: string]>> = {
	low: [2, "Low"],
	medium: [3, "Medium"],
	high: [4, "High"],
	critical: [5, "Critical"],
};

/** The state of the finding itself: an excused one is suppressed, one that has passed is resolved. */
function stateOf(word: OutcomeWord): readonly [id: number, caption: string] {
	if (word === "exempted") return [3, "Suppressed"];
	return word === "passed" ? [4, "Resolved"] : [1, "New"];
}

function eventOf(judgement: Judgement, report: Report): object {
	const { outcome, place, messages, firstSeen, lastSeen } = judgement;
	const time = timeOf(report);
	const wasSeen = firstSeen !== undefined && firstSeen < time;
	const [activity, activityName] = wasSeen ? [2, "Update"] : [1, "Create"];
	const [severity, severityName] = outcome.word === "passed" ? ([1, "Informational"] as const) : SEVERITY[judgement.severity];
	const [state, stateName] = stateOf(outcome.word);
	return {
		...{ activity_id: activity, activity_name: activityName, category_uid: 2, category_name: "Findings" },
		...{ class_uid: CLASS, class_name: "Compliance Finding", type_uid: CLASS * 100 + activity },
		type_name: `Compliance Finding: ${activityName}`,
		...{ severity_id: severity, severity: severityName, status_id: state, status: stateName },
		time: Date.parse(time),
		...(firstSeen === undefined ? {} : { start_time: Date.parse(firstSeen) }),
		...(lastSeen === undefined ? {} : { end_time: Date.parse(lastSeen) }),
		message: messages.join("; ") || judgement.title,
		metadata: {
			version: VERSION,
			profiles: ["cloud"],
			product: { name: "Taskgate", vendor_name: "Taskgate", version: packageJson.version },
		},
		cloud: {
			provider: "AWS",
			...(place.account === undefined ? {} : { account: { uid: place.account, type_id: 10, type: "AWS Account" } }),
			...(place.region === undefined ? {} : { region: place.region, cloud_partition: place.partition }),
		},
		finding_info: findingInfo(judgement, time),
		compliance: compliance(judgement),
		resources: [resourceOf(judgement)],
		...remediation(judgement, report),
		...evidence(judgement),
		...unmapped(judgement, report),
	};
}

function findingInfo({ id, title, policy, outcome, firstSeen, lastSeen }: Judgement, time: string): object {
	return {
		uid: id,
		title,
		...(policy === undefined ? {} : { desc: policy.description }),
		types: ["Software and Configuration Checks"],
		...(firstSeen === undefined ? {} : { created_time: Date.parse(firstSeen), first_seen_time: Date.parse(firstSeen) }),
		...(lastSeen === undefined ? {} : { last_seen_time: Date.parse(lastSeen) }),
		modified_time: Date.parse(time),
		analytic: { name: title, uid: outcome.policy ?? NOT_JUDGED, type_id: 1, type: "Rule" },
	};
}

function compliance({ outcome, policy, messages, title }: Judgement): object {
	const [id, caption] = STATUS[outcome.word];
	const standards = policy === undefined ? [] : STANDARDS.filter((standard) => standard.controlsOf(policy).length > 0);
	return {
		...{ control: outcome.policy ?? NOT_JUDGED, desc: title, status_id: id, status: caption },
		...(outcome.word === "passed" || messages.length === 0 ? {} : { status_details: messages }),
		...(standards.length === 0 ? {} : { standards: standards.map((standard) => standard.title) }),
		...(policy === undefined || policy.references.length === 0 ? {} : { requirements: policy.references }),
	};
}

function resourceOf({ decision, place }: Judgement): object {
	const { source, kind, name, cluster } = decision;
	return {
		uid: plain(source),
		name: plain(name) || plain(source),
		type: `AWS::ECS::${kind}`,
		...(cluster === undefined ? {} : { namespace: plain(cluster) }),
		...(place.region === undefined ? {} : { region: place.region, cloud_partition: place.partition }),
	};
}

function remediation({ policy, outcome }: Judgement, report: Report): object {
	const desc = outcome.violations[0]?.remediation || policy?.remediation || "";
	const page = outcome.policy === undefined ? undefined : pageOf(outcome.policy, report);
	return desc === "" || outcome.word === "passed" ? {} : { remediation: { desc, ...(page === undefined ? {} : { references: [page] }) } };
}

function evidence({ outcome: { violations } }: Judgement): object {
	const found = violations.map(({ message, field, action, constraint, line }) => ({
		message: plain(message),
		field,
		line,
		action,
		constraint,
	}));
	return found.length === 0 ? {} : { evidences: [{ data: { violations: found } }] };
}

function unmapped({ outcome, exemption, histories }: Judgement, { revision }: Report): object {
	const introducedBy = [...new Set(histories.map((history) => history.introducedBy))];
	return {
		unmapped: {
			outcome: outcome.word,
			...(exemption === undefined ? {} : { exemption: { ...exemption, match: undefined } }),
			...(introducedBy.length === 0 ? {} : { introduced_by: introducedBy }),
			...(revision === undefined ? {} : { bundle_revision: revision }),
		},
	};
}
