/** A period as titled tables: what the formats for people have in common. */
import type { Period } from "./period.ts";
import { anchors, seals } from "./period-seals.ts";
import { verified } from "./period-verified.ts";
import { accountText, hourText, inWords, MEANINGS, secondsText, WORDS } from "./period-words.ts";
import { number, ours, right, type Section, type SectionCell } from "./section.ts";
import { counted } from "./text.ts";

/** Of policies, reasons and principals the most frequent are shown to people; JSON and CSV have all. */
const MOST = 10;

/** Sections without a row are left out. */
export function sectionsOf(period: Period): readonly Section[] {
	const sections = [
		...(period.verification === undefined ? [] : verified(period.verification)),
		followed(period),
		notCarriedOut(period),
		policies(period),
		points(period),
		accounts(period),
		days(period),
		delays(period),
		principals(period),
		exemptions(period),
		seals(period),
		anchors(period),
	];
	return sections.filter(({ rows }) => rows.length > 0);
}

export function titleOf({ since, until }: Period): string {
	return `Taskgate: decisions from ${hourText(since)} to ${until.replace("T", " ")}:59 UTC`;
}

/** What was asked for, as a person would say it. */
export function filterText({ filter }: Period): string {
	const named = [
		["account", filter.accounts],
		["Region", filter.regions],
		["policy", filter.policies],
	] as const;
	return named.flatMap(([name, values]) => (values.length === 0 ? [] : [`${name} ${values.join(", ")}`])).join(" · ");
}

function followed({ consequences, excused }: Period): Section {
	const rows = WORDS.flatMap((word): (readonly SectionCell[])[] => {
		const { label, meaning, color } = MEANINGS[word];
		return consequences[word] ? [[ours(label, color), number(consequences[word]), ours(meaning)]] : [];
	});
	const violations = excused.reduce((sum, each) => sum + each.violations, 0);
	const excuses = [
		ours("excused"),
		number(violations),
		ours(`violations, by ${counted(excused.length, "exemption")}; none of these denied anything`),
	];
	return {
		title: "What followed",
		columns: [ours(""), right("decisions"), ours("")],
		rows: violations === 0 ? rows : [...rows, excuses],
	};
}

function notCarriedOut({ notCarriedOut: all }: Period): Section {
	const rows = all
		.slice(0, MOST)
		.map(({ word, reason, count }) => [ours(MEANINGS[word as keyof typeof MEANINGS].label), number(count), { text: reason }]);
	return {
		title: "Not carried out, and why",
		columns: [ours(""), right("decisions"), ours("why")],
		rows,
		...more(all.length, "reason"),
	};
}

function policies({ policies: all }: Period): Section {
	const actions = ["deny", "warn", "dryrun", "exempted"];
	const rows = all.slice(0, MOST).map(({ policy, actions: by }) => [{ text: policy }, ...actions.map((action) => number(by[action] ?? 0))]);
	return {
		title: "Policies, by violations",
		columns: [ours(""), ...actions.map(right)],
		rows,
		...more(all.length, "policy", "policies"),
	};
}

function points({ points: all }: Period): Section {
	const rows = all.map(({ point, decisions, consequences }) => [{ text: point }, number(decisions), ours(inWords(consequences))]);
	return { title: "Enforcement points", columns: [ours(""), right("decisions"), ours("")], rows };
}

function accounts({ accounts: all }: Period): Section {
	const rows = all.map(({ name, decisions, consequences }) => [
		{ text: accountText(name) },
		number(decisions),
		ours(inWords(consequences)),
	]);
	return { title: "Accounts", columns: [ours(""), right("decisions"), ours("")], rows };
}

/** Columns of a bar. */
const BAR = 12;

function days({ days: all }: Period): Section {
	const most = Math.max(1, ...all.map(({ decisions }) => decisions));
	const rows = all.map(({ name, decisions, consequences, rolledUpHours }) => [
		ours(name),
		number(decisions),
		ours("▇".repeat(Math.ceil((decisions / most) * BAR)), "dim"),
		ours(`${inWords(consequences)}${rolledUpHours === 0 ? "" : ` (${counted(rolledUpHours, "hour")} rolled up)`}`),
	]);
	return { title: "Days", columns: [ours(""), right("decisions"), ours(""), ours("")], rows };
}

function delays({ delays: all }: Period): Section {
	const rows = all.map(({ point, word, count, p50, p95, p99, exact }) => [
		...[{ text: point }, ours(word), number(count)],
		...[p50, p95, p99].map((seconds) => right(secondsText(seconds, exact))),
	]);
	return {
		title: "From the call to the action",
		columns: [ours(""), ours(""), ...["decisions", "p50", "p95", "p99"].map(right)],
		rows,
		...(all.every(({ exact }) => exact) ? {} : { note: "all points, ≤: upper bounds, from the seals of hours that are rolled up" }),
	};
}

function principals({ principals: all }: Period): Section {
	const rows = all.slice(0, MOST).map(({ name, count }) => [number(count), { text: name === "" ? "(the event names nobody)" : name }]);
	return { title: "Who was denied most", columns: [right("denied"), ours("")], rows, ...more(all.length, "principal") };
}

function exemptions({ excused }: Period): Section {
	const rows = excused.map(({ exemption, violations, until }) => [{ text: exemption }, number(violations), ours(until ?? "not known")]);
	return { title: "Exemptions used", columns: [ours(""), right("violations"), ours("until")], rows };
}

function more(all: number, one: string, many?: string): { note?: string } {
	return all > MOST ? { note: `and ${counted(all - MOST, `more ${one}`, many && `more ${many}`)}; --format json has all` } : {};
}
