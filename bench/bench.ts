/**
 * Every figure is a ratio to something measured in turns with it, in this run, on this machine.
 * `npm run bench`, about four minutes; `npm run bench -- --quick`, half a minute and rough. Figures on stdout, progress on stderr.
 */
import { cpus, loadavg, totalmem } from "node:os";
import { parseArgs } from "node:util";
import { evaluation } from "./evaluation.ts";
import { serving } from "./serving.ts";
import { startUp } from "./start-up.ts";
import { Workplace } from "./workplace.ts";

const { values } = parseArgs({ options: { quick: { type: "boolean", default: false } } });
const ROUNDS = values.quick
	? {
			evaluation: { warmUp: 1, counted: 5 },
			serving: { warmUp: 1, counted: 3, milliseconds: 500 },
			startUp: { warmUp: 1, counted: 5 },
		}
	: {
			evaluation: { warmUp: 3, counted: 25 },
			serving: { warmUp: 3, counted: 9, milliseconds: 2000 },
			startUp: { warmUp: 2, counted: 25 },
		};

function print(line: string): void {
	console.log(line);
}

/** Running programs, of this one's too, as the kernel averages them over a minute. */
function load(): string {
	return `# load average over one minute: ${loadavg()[0]!.toFixed(1)}`;
}

const cores = cpus();
print(`# ${new Date().toISOString()}${values.quick ? ", quick" : ""}`);
print(
	`# ${cores.length} × ${cores[0]?.model}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${process.platform} ${process.arch}, Node ${process.versions.node}`,
);
print(
	`# rounds counted (warming up): evaluation ${told(ROUNDS.evaluation)}, serving ${told(ROUNDS.serving)}, start-up ${told(ROUNDS.startUp)}`,
);
print(load());
const workplace = new Workplace();
try {
	await evaluation(workplace, ROUNDS.evaluation, print);
	await serving(workplace, ROUNDS.serving, print);
	await startUp(workplace, ROUNDS.startUp, print);
	print(load());
} finally {
	await workplace.close();
}

function told({ counted, warmUp }: { readonly counted: number; readonly warmUp: number }): string {
	return `${counted} (${warmUp})`;
}
