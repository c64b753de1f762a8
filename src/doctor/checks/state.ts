/** What the store says of acting: a halt, open breakers, what waits, and what has failed. */
import { later } from "../../world.ts";
import type { Check, Recorded } from "../check.ts";
import { type Found, ok, problem, type Where } from "../found.ts";
import { word } from "../shell.ts";

const DAY_MS = 86_400_000;
const TOO_OLD_MS = 900_000;
/** Decisions of the last day that are looked at; more would make doctor a reader of the whole table. */
const LOOKED_AT = 1_000;
const NAMED = 5;

export const state: Check = {
	name: "state",
	why: "while it is halted, or a breaker is open, what is denied stands",
	async examine({ store, where, now }) {
		const { address, store: recorded } = await store();
		const option = `--store ${word(address)}`;
		const [halt, breakers, pending, inbox, day] = await Promise.all([
			recorded.halted(),
			recorded.openBreakers(),
			recorded.pendingActions(),
			recorded.inbox?.(),
			lastDay(recorded, now()),
		]);
		const faults: Found[] = [
			...(halt === undefined
				? []
				: [problem(`halted by ${halt.by} since ${halt.since}: ${halt.reason}`, { mend: [`npx taskgate resume ${option}`] })]),
			...(breakers.length === 0
				? []
				: [
						problem(
							`the breaker is open in ${breakers.map(({ account, region, since }) => `${account} ${region} since ${since}`).join(", ")}`,
							{
								why: "more was denied there than TASKGATE_ACTION_LIMIT allows: a bad policy, or an attack. Nothing more is undone until somebody resets it",
								mend: [`npx taskgate report --period 24h ${option}`, `npx taskgate resume --reset-breaker ${option}`],
								subjects: breakers.map(({ account, region }) => `${account}/${region}`),
							},
						),
					]),
			...stale(inbox, now(), option),
			...failed(day, where, option),
		];
		if (faults.length > 0) return faults;
		const waiting = inbox === undefined ? "" : `, ${inbox.events} events in the inbox`;
		return [ok(`not halted, no breaker is open, ${pending} planned actions wait${waiting}; ${day.seen}`)];
	},
};

interface Day {
	readonly withheld: number;
	readonly failed: readonly { readonly uid: string; readonly target: string }[];
	readonly seen: string;
}

async function lastDay(store: Recorded, now: string): Promise<Day> {
	const since = later(now, -DAY_MS);
	const { decisions, next } = await store.decisions({ verdict: "denied", since, limit: LOOKED_AT, lookAt: LOOKED_AT });
	const withheld = decisions.flatMap(({ actions }) => actions).filter((action) => action.state === "withheld").length;
	const failed = decisions
		.filter(({ actions }) => actions.some((action) => action.state === "failed"))
		.map(({ uid, resource }) => ({ uid, target: resource }));
	const seen = `${decisions.length}${next === null ? "" : " or more"} denied and ${withheld} actions withheld in the last day`;
	return { withheld, failed, seen };
}

function failed({ failed: all, seen }: Day, { region }: Where, option: string): readonly Found[] {
	if (all.length === 0) return [];
	const targets = all.slice(0, NAMED).map(({ target }) => target);
	const more = all.length > NAMED ? ` and ${all.length - NAMED} more` : "";
	return [
		problem(`undoing failed for ${targets.join(", ")}${more} (${seen})`, {
			...{
				why: "a denied deploy still stands, and Taskgate will not try again: undo it by hand",
				subjects: all.map(({ target }) => target),
			},
			mend: [`npx taskgate report --period 24h --region ${word(region)} ${option}`],
		}),
	];
}

function stale(
	inbox: { readonly events: number; readonly oldest: string | undefined } | undefined,
	now: string,
	option: string,
): readonly Found[] {
	if (inbox?.oldest === undefined || Date.parse(now) - Date.parse(inbox.oldest) < TOO_OLD_MS) return [];
	return [
		problem(`${inbox.events} events wait in the inbox, the oldest since ${inbox.oldest}`, {
			...{
				why: "no process judges them: `taskgate serve` does not run on this store, or cannot look up",
				mend: [`${option.replace("--store ", "TASKGATE_STORE=")} npx taskgate serve`],
			},
		}),
	];
}
