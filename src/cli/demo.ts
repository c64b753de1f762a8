/** `taskgate demo`: one company's day, replayed; every decision printed as it is made, then the console. */
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { styleText } from "node:util";
import type { Command } from "commander";
import type { JsonObject } from "../admission/request.ts";
import { type Config, isDefaultStore, readConfig } from "../config.ts";
import { openGate } from "../gate.ts";
import { startServer } from "../http/server.ts";
import { judgeAtOnce } from "../intake.ts";
import { openLog } from "../log.ts";
import { PACKAGE_FOLDER } from "../package-folder.ts";
import { shiftTimes } from "../replay-time.ts";
import { describeHappening, type Paint } from "../report/happening.ts";
import type { World } from "../world.ts";
import { stopSignal } from "./serve.ts";

const EVENTS = new URL("examples/events/", PACKAGE_FOLDER);

export function registerDemo(program: Command): void {
	program
		.command("demo")
		.description("replay the example events, print every decision, and serve the console")
		.addHelpText(
			"after",
			`
Nothing is looked up in AWS and nothing is done there. The store is temporary unless TASKGATE_STORE is set.

Examples:
  taskgate demo
  TASKGATE_PORT=9090 TASKGATE_STORE=sqlite:./demo.db taskgate demo`,
		)
		.action(demo);
}

async function demo(): Promise<void> {
	const given = readConfig();
	const folder = await mkdtemp(join(tmpdir(), "taskgate-demo-"));
	const config: Config = isDefaultStore() ? { ...given, TASKGATE_STORE: `sqlite:${join(folder, "demo.db")}` } : given;
	const gate = await openGate({ ...config, TASKGATE_ENFORCE: "off" }, openLog("silent"), { askAws: false });
	try {
		const server = await startServer(gate.world, { port: config.TASKGATE_PORT, key: config.TASKGATE_KEY });
		await replay(gate.world, config.TASKGATE_CONSTRAINTS ?? "profile baseline");
		write(`\nThe console: ${server.url}   (Ctrl-C ends the demo)\n`);
		await stopSignal();
		await server.drain();
	} finally {
		await gate.close();
		await rm(folder, { recursive: true, force: true });
	}
}

async function replay(world: World, constraintsName: string): Promise<void> {
	const events = shiftTimes(await exampleEvents(), world.now());
	const policies = new Set(world.constraints.map(({ policy }) => policy)).size;
	write(
		`Taskgate judges ${events.length} events of one company's day by ${policies} ${policies === 1 ? "policy" : "policies"} (${constraintsName}). Nothing is done to AWS.\n\n`,
	);
	let others = 0;
	const verdicts: string[] = [];
	for (const event of events) {
		const recorded = await judgeAtOnce(world, event);
		if (recorded.length === 0) others += 1;
		for (const decision of recorded) {
			verdicts.push(decision.verdict);
			write(`${describeHappening(decision, paint)}\n\n`);
		}
	}
	const count = (verdict: string) => verdicts.filter((one) => one === verdict).length;
	write(
		`${count("allowed")} allowed, ${count("denied")} denied, ${count("undecided")} undecided; ${others} events were not about admission.\n`,
	);
}

async function exampleEvents(): Promise<JsonObject[]> {
	const files = (await readdir(EVENTS)).filter((file) => file.endsWith(".json")).sort();
	return Promise.all(files.map(async (file) => JSON.parse(await readFile(new URL(file, EVENTS), "utf8"))));
}

const STYLES = { good: "green", bad: "red", doubtful: "yellow", quiet: "dim", strong: "bold" } as const;

/** Plain where the output is no terminal or NO_COLOR is set. */
const paint: Paint = (meaning, text) => styleText(STYLES[meaning], text, { stream: process.stdout });

function write(text: string): void {
	process.stdout.write(text);
}
