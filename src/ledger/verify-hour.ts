import { digestOf } from "./digest.ts";
import { type Entered, NO_ACCOUNT, type Seal } from "./ledger.ts";
import { hourOf, openRoot } from "./seal.ts";
import type { Problem } from "./verification.ts";

/** Holds each decision of an hour against its entry, and the entries against the seal; without one, what was entered late cannot be told. */
export async function verifyHour(
	account: string,
	hour: string,
	entered: AsyncIterable<Entered>,
	seal: Pick<Seal, "root" | "count"> | undefined,
): Promise<{ readonly problems: readonly Problem[]; readonly decisions: number }> {
	const root = openRoot();
	const problems: Problem[] = [];
	let decisions = 0;
	for await (const one of entered) {
		const { entry } = one;
		if (entry.late !== true) root.add(entry);
		const found = problemsOf(one, account, hour);
		problems.push(...found.map((problem) => ({ ...problem, account, hour, uid: entry.uid })));
		if (found.length === 0) decisions += 1;
	}
	if (seal !== undefined && (root.count !== seal.count || root.digest() !== seal.root)) {
		problems.push({ kind: "entries changed", account, hour, message: changed(seal.count, root.count) });
	}
	return { problems, decisions };
}

/** Of a rolled-up hour, what still stands; a decision of that uid in another hour is of an event that was heard again afterwards. */
export async function* leftOf(account: string, hour: string, entered: AsyncIterable<Entered>): AsyncIterable<Entered> {
	for await (const one of entered) if (one.decision !== undefined && isOf(one.decision, account, hour)) yield one;
}

function problemsOf({ entry, decision }: Entered, account: string, hour: string): readonly Pick<Problem, "kind" | "message">[] {
	const { uid } = entry;
	const problems: Pick<Problem, "kind" | "message">[] = [];
	if (entry.late === true) problems.push({ kind: "recorded late", message: `decision ${uid} was recorded after its hour was sealed` });
	if (decision === undefined) problems.push({ kind: "removed", message: `decision ${uid} was entered and is gone` });
	else if (digestOf(decision) !== entry.digest) {
		problems.push({ kind: "altered", message: `decision ${uid} is not what was entered` });
	} else if (!isOf(decision, account, hour)) {
		problems.push({ kind: "entries changed", message: `decision ${uid} is entered in an hour or an account that is not its own` });
	}
	return problems;
}

function isOf(decision: NonNullable<Entered["decision"]>, account: string, hour: string): boolean {
	return (decision.account ?? NO_ACCOUNT) === account && hourOf(decision.decidedAt) === hour;
}

function changed(sealed: number, found: number): string {
	if (sealed === found) return `the ${found} entries are not those that were sealed`;
	return `${sealed} entries were sealed, and there are ${found}`;
}
