/** `npm run prove`: does to the gate what must not harm it, and says which claims held. Exit code 1 if one did not. */
import { readFile, writeFile } from "node:fs/promises";
import { cpus, totalmem } from "node:os";
import { parseArgs } from "node:util";
import type { Claim } from "./part.ts";
import { PARTS } from "./parts.ts";
import { asText, brokenIn, type Proved, written } from "./report.ts";

const PAGE = new URL("../../docs/proof.md", import.meta.url);
const HELP = `Kills the gate, injects faults, damages its store, and counts what came of it: docs/proof.md tells of each part.

  npm run prove                         every part at its full size
  npm run prove -- ${Object.keys(PARTS).slice(0, 2).join(" ")}            some of ${Object.keys(PARTS).join(", ")}
  npm run prove -- --quick              small sizes, as in \`npm test\`
  npm run prove -- --seed 7             other chances
  npm run prove -- --write              what these parts came to, into docs/proof.md too

The report goes to stdout, progress to stderr. Exit code 0: every claim held; 1: one did not; 2: a wrong argument.
`;

process.exitCode = await prove(process.argv.slice(2));

async function prove(args: readonly string[]): Promise<number> {
	const asked = read(args);
	if (typeof asked === "string") {
		process.stderr.write(`${asked}; see --help\n`);
		return 2;
	}
	if (asked.help) {
		process.stdout.write(HELP);
		return 0;
	}
	const { quick, seed, names } = asked;
	const proved: Proved[] = [];
	for (const [name, part] of Object.entries(PARTS)) {
		if (!names.includes(name)) continue;
		const tell = (line: string) => process.stderr.write(`${name}: ${line}\n`);
		const started = performance.now();
		const claims = await part({ quick, seed, tell }).catch(didNotEnd);
		proved.push({ part: name, claims, seconds: Math.round((performance.now() - started) / 1_000) });
	}
	const [core] = cpus();
	const machine = `${cpus().length} × ${core?.model}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${process.platform} ${process.arch}`;
	const circumstances = { at: new Date().toISOString(), machine, node: process.versions.node, seed, quick };
	process.stdout.write(asText(circumstances, proved));
	if (asked.write) await writeFile(PAGE, written(await readFile(PAGE, "utf8"), circumstances, proved));
	return brokenIn(proved) === 0 ? 0 : 1;
}

/** What was to be shown was not. */
function didNotEnd(error: unknown): readonly Claim[] {
	const why = error instanceof Error ? (error.stack ?? error.message) : String(error);
	const causes = error instanceof Error && error.cause !== undefined ? [`because of ${error.cause}`] : [];
	return [{ claim: "the part comes to its end", held: false, figures: {}, detail: [why, ...causes] }];
}

function read(args: readonly string[]) {
	try {
		const { values, positionals } = parseArgs({
			args: [...args],
			allowPositionals: true,
			options: {
				quick: { type: "boolean", default: false },
				write: { type: "boolean", default: false },
				seed: { type: "string", default: "20261129" },
				help: { type: "boolean", short: "h", default: false },
			},
		});
		const seed = Number(values.seed);
		const unknown = positionals.filter((name) => !Object.hasOwn(PARTS, name));
		if (!Number.isSafeInteger(seed)) return "--seed must be a whole number";
		if (unknown.length > 0) return `no part ${unknown.join(", ")}: there are ${Object.keys(PARTS).join(", ")}`;
		return { ...values, seed, names: positionals.length === 0 ? Object.keys(PARTS) : positionals };
	} catch (error) {
		return (error as Error).message;
	}
}
