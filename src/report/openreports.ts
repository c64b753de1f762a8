/** OpenReports: a list of ClusterReports (openreports.io/v1alpha1), one for each account and Region; `kubectl apply` takes it. */
import type { Exemption } from "../admission/exemption.ts";
import { type Judgement, judgementsOf, NOT_JUDGED, shortened } from "./judgement.ts";
import type { OutcomeWord } from "./outcome.ts";
import type { Place } from "./place.ts";
import { type Format, timeOf } from "./report.ts";
import { jsonText, plain } from "./text.ts";

/** Kubernetes keeps no object over 1.5 MiB: more results than these go into a further report. */
const MOST_RESULTS = 500;
const MOST_CHARACTERS = 1024;

export const openreportsReport: Format = (report) => {
	const groups = Map.groupBy(judgementsOf(report), ({ place }) => nameOf(place));
	const items = [...groups].flatMap(([name, of]) =>
		parts(of).map((part, i) => reportOf(i === 0 ? name : `${name}-${i + 1}`, part, timeOf(report))),
	);
	return jsonText({ apiVersion: "v1", kind: "List", items });
};

/** The names of Kubernetes: lower case letters, digits and hyphens. */
function nameOf({ account, region }: Place): string {
	return ["taskgate", account, region].filter((part) => part !== undefined).join("-");
}

function parts(judgements: readonly Judgement[]): readonly (readonly Judgement[])[] {
	const count = Math.ceil(judgements.length / MOST_RESULTS);
	return Array.from({ length: count }, (_, i) => judgements.slice(i * MOST_RESULTS, (i + 1) * MOST_RESULTS));
}

type Result = "pass" | "fail" | "warn" | "error" | "skip";

/** A policy that was asked and could not tell is an `error`; `skip` is for what nobody was to ask: excused, or not applicable. */
const RESULTS: Readonly<Record<OutcomeWord, Result>> = {
	failed: "fail",
	undecided: "error",
	unknown: "error",
	exempted: "skip",
	notApplicable: "skip",
	passed: "pass",
};

/** `warn` is OpenReports' word for a requirement that is not met and not scored. */
function resultOf({ word, violations }: Judgement["outcome"]): Result {
	return word === "failed" && violations.every(({ action }) => action !== "deny") ? "warn" : RESULTS[word];
}

function reportOf(name: string, judgements: readonly Judgement[], time: string): object {
	const summary = { pass: 0, fail: 0, warn: 0, error: 0, skip: 0 };
	for (const { outcome } of judgements) summary[resultOf(outcome)] += 1;
	return {
		apiVersion: "openreports.io/v1alpha1",
		kind: "ClusterReport",
		metadata: { name, labels: { "app.kubernetes.io/managed-by": "taskgate" } },
		source: "taskgate",
		summary,
		results: judgements.map((judgement) => entryOf(judgement, Date.parse(time))),
	};
}

function entryOf(judgement: Judgement, time: number): object {
	const { decision, outcome, severity, title, messages } = judgement;
	const { policy = NOT_JUDGED, violations } = outcome;
	const constraint = violations[0]?.constraint;
	return {
		policy,
		...(constraint === undefined ? {} : { rule: constraint }),
		category: policy.slice(0, Math.max(policy.indexOf("/"), 0)) || "taskgate",
		severity,
		result: resultOf(outcome),
		scored: resultOf(outcome) !== "warn",
		message: shortened(messages.join("; ") || title, MOST_CHARACTERS),
		timestamp: { seconds: Math.floor(time / 1000), nanos: (time % 1000) * 1_000_000 },
		resources: [
			{
				apiVersion: "ecs.amazonaws.com",
				kind: decision.kind,
				name: shortened(plain(decision.name) || plain(decision.source), MOST_CHARACTERS),
			},
		],
		properties: propertiesOf(judgement),
	};
}

/** Text all of it, as the schema wants. */
function propertiesOf({ id, decision, outcome, place, firstSeen, histories, exemption }: Judgement): Readonly<Record<string, string>> {
	const { name, expiresAt, reason, approvedBy }: Partial<Exemption> = exemption ?? {};
	const all: Readonly<Record<string, string | undefined>> = {
		...{ id, outcome: outcome.word, source: decision.source, cluster: decision.cluster, account: place.account, region: place.region },
		action: outcome.violations[0]?.action,
		fields: outcome.violations.flatMap(({ field }) => field ?? []).join(" "),
		...{ firstSeen, introducedBy: [...new Set(histories.map(({ introducedBy }) => introducedBy))].join(" ") },
		...{ exemption: name, exemptedUntil: expiresAt, exemptionReason: reason, approvedBy },
	};
	const told = Object.entries(all).map(([key, value]) => [key, shortened(plain(value ?? ""), MOST_CHARACTERS)] as const);
	return Object.fromEntries(told.filter(([, value]) => value !== ""));
}
