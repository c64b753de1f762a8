/** `taskgate halt`: nothing acts on AWS any more, in any process that shares the store. */
import { hostname, userInfo } from "node:os";
import type { Command } from "commander";
import { systemNow } from "../world.ts";
import { storeOption, withStore } from "./acting-store.ts";
import { print } from "./output.ts";

const HELP = `
Examples:
  taskgate halt --reason "INC-204: the gate stops the wrong tasks"
  taskgate halt --reason "maintenance" --store sqlite:/var/lib/taskgate/taskgate.db

Deciding and recording go on; actions already planned wait until \`taskgate resume\`.`;

export function registerHalt(program: Command): void {
	program
		.command("halt")
		.description("stop all acting on AWS, in every process that shares the store")
		.requiredOption("--reason <text>", "why, for whoever finds it halted")
		.addOption(storeOption())
		.addHelpText("after", HELP)
		.action(halt);
}

async function halt({ reason, store }: { readonly reason: string; readonly store?: string }): Promise<void> {
	const by = `${userInfo().username}@${hostname()}`;
	await withStore(store, async (opened) => {
		const standing = await opened.halted();
		if (standing !== undefined)
			console.error(`taskgate: it was already halted by ${standing.by} since ${standing.since}: ${standing.reason}`);
		await opened.halt({ by, reason, since: systemNow() });
		await print(
			`halted by ${by}: ${reason}\nNo action begins until \`taskgate resume\`; one under way may still end, ${await opened.pendingActions()} planned ones wait.\n`,
		);
	});
}
