/**
 * Every figure but those of an audit is a ratio to something measured in turns with it, in this run, on this machine.
 * `npm run bench`; `-- --quick`, shorter and rough; `-- lambda`, that section alone. How long each takes: docs/benchmarks.md.
 * Figures on stdout, progress on stderr.
 */
import { cpus, loadavg, totalmem } from "node:os";
import { parseArgs } from "node:util";
import { auditing } from "./audit.ts";
import { evaluation } from "./evaluation.ts";
import { growth } from "./growth.ts";
import { lambda } from "./lambda.ts";
import { peers } from "./peers/peers.ts";
import { profile } from "./profile.ts";
import { serving } from "./serving.ts";
import { startUp } from "./start-up.ts";
import { stored } from "./stored.ts";
import { Workplace } from "./workplace.ts";

const { values, positionals } = parseArgs({ options: { quick: { type: "boolean", default: false } }, allowPositionals: true });
const ROUNDS = values.quick
	? {
			evaluation: { warmUp: 1, counted: 5 },
			growth: { warmUp: 1, counted: 5 },
			serving: { warmUp: 1, counted: 3, milliseconds: 500 },
			startUp: { warmUp: 1, counted: 5 },
			audit: [1_000, 10_000],
			stored: { sizes: [1_000, 100_000], rounds: { warmUp: 1, counted: 5 } },
			peers: {
				evaluation: { warmUp: 1, counted: 5 },
				serving: { warmUp: 1, counted: 3, milliseconds: 1000 },
				files: { warmUp: 0, counted: 1 },
				count: 100,
			},
			lambda: { start: { warmUp: 1, counted: 3 }, throughput: { warmUp: 1, counted: 3, batches: 2 } },
		}
	: {
			evaluation: { warmUp: 3, counted: 25 },
			growth: { warmUp: 3, counted: 15 },
			serving: { warmUp: 3, counted: 9, milliseconds: 2000 },
			startUp: { warmUp: 2, counted: 25 },
			audit: [10_000, 100_000],
			stored: { sizes: [1_000, 100_000, 1_000_000, 5_000_000], rounds: { warmUp: 3, counted: 15 } },
			peers: {
				evaluation: { warmUp: 2, counted: 15 },
				serving: { warmUp: 2, counted: 9, milliseconds: 2000 },
				files: { warmUp: 1, counted: 5 },
				count: 1000,
			},
			lambda: { start: { warmUp: 2, counted: 15 }, throughput: { warmUp: 1, counted: 7, batches: 3 } },
		};

function print(line: string): void {
	console.log(line);
}

/** Running programs, of this one's too, as the kernel averages them over a minute. */
function load(): string {
	return `# load average over one minute: ${loadavg()[0]!.toFixed(1)}`;
}

const workplace = new Workplace();
const SECTIONS = {
	evaluation: () => evaluation(workplace, ROUNDS.evaluation, print),
	profile: () => profile(ROUNDS.evaluation, print),
	growth: () => growth(ROUNDS.growth, print),
	serving: () => serving(workplace, ROUNDS.serving, print),
	"start-up": () => startUp(workplace, ROUNDS.startUp, print),
	audit: () => auditing(workplace, ROUNDS.audit, print),
	stored: () => stored(workplace, ROUNDS.stored.sizes, ROUNDS.stored.rounds, print),
	peers: () => peers(workplace, ROUNDS.peers, print),
	lambda: () => lambda(workplace, ROUNDS.lambda, print),
};
const TOLD = [
	`evaluation ${told(ROUNDS.evaluation)}, growth ${told(ROUNDS.growth)}, serving ${told(ROUNDS.serving)}, start-up ${told(ROUNDS.startUp)}`,
	`lambda's start ${told(ROUNDS.lambda.start)}, lambda's throughput ${told(ROUNDS.lambda.throughput)}`,
];

try {
	const unknown = positionals.filter((name) => !Object.hasOwn(SECTIONS, name));
	if (unknown.length > 0) throw new Error(`no section ${unknown.join(", ")}: there are ${Object.keys(SECTIONS).join(", ")}`);
	const cores = cpus();
	print(`# ${new Date().toISOString()}${values.quick ? ", quick" : ""}`);
	print(
		`# ${cores.length} × ${cores[0]?.model}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${process.platform} ${process.arch}, Node ${process.versions.node}`,
	);
	print(`# rounds counted (warming up): ${TOLD.join(", ")}`);
	print(load());
	for (const [name, section] of Object.entries(SECTIONS)) {
		if (positionals.length === 0 || positionals.includes(name)) await section();
	}
	print(load());
} finally {
	await workplace.close();
}

function told({ counted, warmUp }: { readonly counted: number; readonly warmUp: number }): string {
	return `${counted} (${warmUp})`;
}
