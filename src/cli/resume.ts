/** `taskgate resume`: acting goes on. */
import type { Command } from "commander";
import type { Store } from "../store/store.ts";
import { storeOption, withStore } from "./acting-store.ts";
import { print } from "./output.ts";

const HELP = `
Examples:
  taskgate resume
  taskgate resume --reset-breaker      after TASKGATE_ACTION_LIMIT was passed and the reason is understood

A breaker opens for an account and Region when more was to be done there than TASKGATE_ACTION_LIMIT allows. It stays open until it is reset.`;

export function registerResume(program: Command): void {
	program
		.command("resume")
		.description("end a halt, so that acting goes on")
		.option("--reset-breaker", "close the breakers as well")
		.addOption(storeOption())
		.addHelpText("after", HELP)
		.action(resume);
}

async function resume({ resetBreaker, store }: { readonly resetBreaker?: true; readonly store?: string }): Promise<void> {
	await withStore(store, async (opened) => {
		const standing = await opened.halted();
		await opened.resume();
		const ended =
			standing === undefined ? "it was not halted" : `resumed; it was halted by ${standing.by} since ${standing.since}: ${standing.reason}`;
		const breakers = await breakersOf(opened, resetBreaker === true);
		await print(`${[ended, ...breakers, `${await opened.pendingActions()} planned actions wait to be done`].join("\n")}\n`);
	});
}

async function breakersOf(store: Store, reset: boolean): Promise<readonly string[]> {
	const open = await store.openBreakers();
	if (reset) await store.resetBreakers();
	const state = reset ? "closed now" : "still open: nothing is done there until `taskgate resume --reset-breaker`";
	return open.map(({ account, region, since }) => `breaker of ${account} in ${region}, open since ${since}: ${state}`);
}
