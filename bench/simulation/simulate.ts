/** `npm run simulate`: an organization of many accounts for some virtual hours, and whether everything held that must. Exit code 1 if not. */
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { openSqliteStore } from "../../src/store/sqlite.ts";
import { judgeOutcome } from "./laws.ts";
import { report } from "./report.ts";
import { simulate } from "./simulation.ts";

const HELP = `Simulates accounts that deploy, and the hub that judges them: docs/scale.md tells what is real and what is assumed.

  npm run simulate                                     1,000 accounts for an hour, about ten minutes
  npm run simulate -- --accounts 40 --hours 0.25       a quarter of an hour of forty accounts, a few seconds
  npm run simulate -- --seed 7                         other chances; the same seed makes the same run

The figures go to stdout, progress to stderr. Exit code 0: every law holds; 1: one is broken, and the output says which; 2: a wrong argument.
`;

const { values } = parseArgs({
	options: {
		accounts: { type: "string", default: "1000" },
		hours: { type: "string", default: "1" },
		seed: { type: "string", default: "20261120" },
		help: { type: "boolean", short: "h", default: false },
	},
});
const [accounts, hours, seed] = [Number(values.accounts), Number(values.hours), Number(values.seed)];
if (values.help) process.stdout.write(HELP);
else if (!(Number.isInteger(accounts) && accounts >= 1 && hours > 0 && Number.isInteger(seed))) {
	process.stderr.write(`--accounts must be a whole number, --hours more than 0, --seed a whole number; see --help\n`);
	process.exitCode = 2;
} else await run();

async function run(): Promise<void> {
	const store = openSqliteStore(":memory:");
	const started = performance.now();
	try {
		const progress = (minute: number, told: string) =>
			process.stderr.write(`${process.stderr.isTTY ? "\r\x1b[K" : ""}minute ${minute}: ${told}${process.stderr.isTTY ? "" : "\n"}`);
		const outcome = await simulate({ accounts, minutes: hours * 60, seed, store, progress });
		const judged = await judgeOutcome(outcome);
		const [core] = cpus();
		process.stdout.write(
			`# ${new Date().toISOString()}, ${cpus().length} × ${core?.model}, Node ${process.versions.node}; it took ${Math.round((performance.now() - started) / 1_000)} s\n`,
		);
		process.stdout.write(report(outcome, judged));
		if (judged.breaches.length > 0) process.exitCode = 1;
	} finally {
		await store.close();
	}
}
