/** How much is in order, by place and by policy; each figure says what it counts. */
import { type Html, html } from "../../console/html.ts";
import { barList } from "../chart-bars.ts";
import { outcomesOf } from "../outcome.ts";
import type { Report, ReportedDecision } from "../report.ts";
import { counted } from "../text.ts";
import { placeName, policyName, share } from "./words.ts";

/** Fewer objects than these are read one by one. */
const FEWEST = 5;

/** More policies than these are folded up. */
const MOST_OPEN = 10;

export function scores(report: Report): Html | false {
	if (report.decisions.length < FEWEST) return false;
	return html`<section aria-labelledby="score">
<h2 id="score">Score</h2>
<p class="figure-says">Objects that are allowed, of all objects. Allowed means that no policy denies it: warnings and exempted findings do not lower the figure, and what could not be judged does.</p>
${byPlace(report.decisions)}
${byPolicy(report)}
</section>
`;
}

function byPlace(decisions: readonly ReportedDecision[]): Html {
	const groups = [...Map.groupBy(decisions, (decision) => placeName(decision) || "no account named")];
	const rows = groups.map(([place, of]) => ({
		label: place,
		good: of.filter(({ verdict }) => verdict === "allowed").length,
		all: of.length,
	}));
	const sorted = rows.toSorted((a, b) => a.good / a.all - b.good / b.all || b.all - a.all);
	const bars = [
		{ label: "everything", good: rows.reduce((sum, { good }) => sum + good, 0), all: decisions.length },
		...(rows.length > 1 ? sorted : []),
	];
	return barList({
		...{ title: "By account, Region and cluster", columns: ["place", "allowed"], look: "allowed", most: 1 },
		rows: bars.map(({ label, good, all }) => ({ label, value: good / all, shown: figure(good, all) })),
	});
}

interface Asked {
	denied: number;
	undecided: number;
	all: number;
}

function byPolicy(report: Report): Html | false {
	const policies = new Map<string, Asked>();
	for (const decision of report.decisions) {
		for (const { policy, word, violations } of outcomesOf(decision)) {
			if (policy === undefined || word === "notApplicable") continue;
			const asked = policies.get(policy) ?? { denied: 0, undecided: 0, all: 0 };
			policies.set(policy, asked);
			asked.all += 1;
			if (violations.some(({ action }) => action === "deny")) asked.denied += 1;
			else if (word === "undecided" || word === "unknown") asked.undecided += 1;
		}
	}
	const rows = [...policies]
		.map(([policy, { denied, undecided, all }]) => ({ policy, good: all - denied - undecided, all }))
		.filter(({ good, all }) => good < all)
		.sort((a, b) => a.good / a.all - b.good / b.all || b.all - a.all || (a.policy < b.policy ? -1 : 1));
	if (rows.length === 0) return false;
	return html`${list("By policy", rows.slice(0, MOST_OPEN), report)}
${rows.length > MOST_OPEN && html`<details><summary>${counted(rows.length - MOST_OPEN, "more policy", "more policies")}</summary>${list("By policy, the rest", rows.slice(MOST_OPEN), report)}</details>`}
<p class="figure-says">Of the objects that the policy was asked about: those that it neither denies nor leaves open. Policies without any such object are left out: ${policies.size - rows.length} of ${policies.size}.</p>`;
}

function list(title: string, rows: readonly { policy: string; good: number; all: number }[], report: Report): Html {
	return barList({
		...{ title, columns: ["policy", "objects without a denial"], look: "allowed", most: 1 },
		rows: rows.map(({ policy, good, all }) => ({ label: policyName(policy, report), value: good / all, shown: figure(good, all) })),
	});
}

function figure(good: number, all: number): string {
	return `${good.toLocaleString("en")} of ${all.toLocaleString("en")} (${share(good, all)})`;
}
