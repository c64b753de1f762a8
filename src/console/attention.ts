/** What needs a person now, the gravest first. Pure: whoever calls has read the store. */
import type { Exemption } from "../admission/exemption.ts";
import { counted } from "../report/text.ts";
import type { FindingCount } from "../store/finding-history.ts";
import type { DecisionWithActions, Halt } from "../store/store.ts";
import { address, decisionAddress } from "./address.ts";
import { type Html, html } from "./html.ts";
import { DAY, moment, relative, span } from "./moment.ts";

export interface Attention {
	readonly halt: Halt | undefined;
	readonly breakers: readonly { readonly account: string; readonly region: string; readonly since: string }[];
	/** Of the last day, newest first; `more` when there are others. */
	readonly undecided: Some<DecisionWithActions>;
	/** The newest decisions that were denied. */
	readonly denied: readonly DecisionWithActions[];
	readonly exemptions: readonly Exemption[];
	/** Of what is open or exempted. */
	readonly findings: readonly FindingCount[];
	readonly points: readonly { readonly point: string; readonly decidedAt: string }[];
	readonly now: string;
}

export interface Some<T> {
	readonly some: readonly T[];
	readonly more: boolean;
}

const TONES: readonly Need["tone"][] = ["bad", "doubt", "info"];

export interface Need {
	readonly tone: "bad" | "doubt" | "info";
	readonly what: Html;
	readonly more?: Html;
}

const SOON = 14 * DAY;
/** Of several. */
const NAMED = 3;
/** A point that has decided before, and not for so long. */
const SILENT = 2 * DAY;

export function needs(state: Attention): readonly Need[] {
	const all = [...stopped(state), ...undone(state), ...critical(state), ...doubts(state), ...ending(state), ...silent(state)];
	return all.sort((a, b) => TONES.indexOf(a.tone) - TONES.indexOf(b.tone));
}

function stopped({ halt, breakers, now }: Attention): readonly Need[] {
	const halted: Need[] =
		halt === undefined
			? []
			: [
					{
						tone: "bad",
						what: html`Halted by ${halt.by}, ${relative(halt.since, now)}: ${halt.reason}`,
						more: html`Nothing is undone and hooks let through until <code>taskgate resume</code>.`,
					},
				];
	return [
		...halted,
		...breakers.map(
			({ account, region, since }): Need => ({
				tone: "bad",
				what: html`The breaker is open for account ${account} in ${region}`,
				more: html`Since ${moment(since, now)} UTC. Nothing is undone there until <code>taskgate resume --reset-breaker</code>.`,
			}),
		),
	];
}

function undone({ denied }: Attention): readonly Need[] {
	const failed = denied.filter(({ actions }) => actions.some(({ state }) => state === "failed"));
	const withheld = denied.filter(({ actions }) => actions.some(({ state, type }) => state === "withheld" && type !== "Notify"));
	const told = (decisions: readonly DecisionWithActions[]) => html`Among the ${denied.length} newest denials: ${links(decisions)}`;
	return [
		...(failed.length === 0
			? []
			: [{ tone: "bad" as const, what: html`${failed.length} denied, and the action failed`, more: told(failed) }]),
		...(withheld.length === 0
			? []
			: [{ tone: "doubt" as const, what: html`${withheld.length} denied, and the action withheld`, more: told(withheld) }]),
	];
}

function doubts({ undecided: { some, more } }: Attention): readonly Need[] {
	if (some.length === 0) return [];
	const what = html`<a href="${address("/decisions", { verdict: "undecided" })}">${some.length}${more && "+"} undecided</a> in the last 24 hours`;
	return [{ tone: "doubt", what, more: html`Nobody could tell whether these may run: ${links(some)}` }];
}

function critical({ findings }: Attention): readonly Need[] {
	const open = findings.filter(({ state, severity }) => state === "open" && severity === "critical");
	const count = open.reduce((sum, one) => sum + one.count, 0);
	if (count === 0) return [];
	const policies = [...new Set(open.map(({ policy }) => policy))];
	const what = html`<a href="${address("/findings", { state: "open", severity: "critical" })}">${counted(count, "open critical finding")}</a>`;
	const named = policies
		.slice(0, NAMED)
		.map((policy, i) => html`${i > 0 && ", "}<a href="${address("/findings", { state: "open", policy })}">${policy}</a>`);
	return [{ tone: "bad", what, more: html`${named}${policies.length > NAMED && " …"}` }];
}

function ending({ exemptions, now }: Attention): readonly Need[] {
	const left = ({ expiresAt }: Exemption) => Date.parse(expiresAt) - Date.parse(now);
	const over = exemptions.filter((exemption) => left(exemption) <= 0);
	const soon = exemptions.filter((exemption) => left(exemption) > 0 && left(exemption) <= SOON);
	const names = (ones: readonly Exemption[]) =>
		html`${ones.slice(0, 5).map(({ name }, i) => html`${i > 0 && ", "}<a href="/exemptions#${encodeURIComponent(name)}">${name}</a>`)}`;
	return [
		...(over.length === 0
			? []
			: [
					{
						tone: "doubt" as const,
						what: html`${counted(over.length, "exemption")} expired: nothing is excused by ${over.length === 1 ? "it" : "them"} any more`,
						more: names(over),
					},
				]),
		...(soon.length === 0
			? []
			: [{ tone: "doubt" as const, what: html`${counted(soon.length, "exemption")} running out within 14 days`, more: names(soon) }]),
	];
}

function silent({ points, now }: Attention): readonly Need[] {
	const quiet = points.filter(({ decidedAt }) => Date.parse(now) - Date.parse(decidedAt) > SILENT);
	return quiet.map(({ point, decidedAt }) => ({
		tone: "info",
		what: html`<a href="/points#${point}">${point}</a> has been silent for ${span(Date.parse(now) - Date.parse(decidedAt))}`,
	}));
}

function links(decisions: readonly DecisionWithActions[]): Html {
	return html`${decisions.slice(0, 3).map(({ uid, name }, i) => html`${i > 0 && ", "}<a href="${decisionAddress(uid)}">${name || uid}</a>`)}${decisions.length > 3 && " …"}`;
}
