/** Cloud Custodian on an event: ten policies, written for it by hand, beside the same ten of Taskgate's. What either asks of AWS is left out. */
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { openBuiltIn } from "../../src/rego/built-in-bundle.ts";
import { openEngine } from "../../src/rego/engine.ts";
import { figure, type Side } from "../figure.ts";
import { CASES, type Case, NOW, registration, runTask, taskDefinition } from "../requests.ts";
import { calling, inTurns, type Rounds } from "../rounds.ts";
import type { Workplace } from "../workplace.ts";
import { pythonPeer } from "./programs.ts";

const PROGRAM = fileURLToPath(new URL("custodian.py", import.meta.url));

const value = (key: string, op: string, wanted: unknown) => ({ type: "value", key, op, value: wanted });
const some = (what: string) => value(`length(${what} || \`[]\`)`, "gt", 0);
const FILTERS: Readonly<Record<string, object>> = {
	"workload/privileged": some("containerDefinitions[?privileged==`true`]"),
	"workload/capabilities": some("containerDefinitions[].linuxParameters.capabilities.add[]"),
	"workload/host-pid": value("pidMode", "eq", "host"),
	"workload/host-ipc": value("ipcMode", "eq", "host"),
	"workload/docker-socket": some("volumes[?host.sourcePath=='/var/run/docker.sock']"),
	"workload/host-paths": some("volumes[].host.sourcePath"),
	"workload/devices": some("containerDefinitions[].linuxParameters.devices[]"),
	"workload/read-only-root": some("containerDefinitions[?readonlyRootFilesystem!=`true`]"),
	"workload/non-root-user": some("containerDefinitions[?user==null || user=='root']"),
	"network/host-network": value("networkMode", "eq", "host"),
};

interface Answer {
	readonly microseconds: number;
	readonly matched: readonly string[];
}

export async function custodian(workplace: Workplace, rounds: Rounds, print: (line: string) => void): Promise<void> {
	const python = await pythonPeer("custodian", (line) => process.stderr.write(`${line}\n`));
	const child = workplace.spawn(python, [PROGRAM], { stdio: ["pipe", "pipe", "inherit"], env: { AWS_DEFAULT_REGION: "eu-central-1" } });
	const lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator]();
	const ask = async <T>(question: object): Promise<T> => {
		child.stdin!.write(`${JSON.stringify(question)}\n`);
		const { value: line, done } = await lines.next();
		if (done === true) throw new Error("Cloud Custodian ended; what it said stands above");
		return JSON.parse(line) as T;
	};
	const ids = Object.keys(FILTERS);
	const policies = Object.entries(FILTERS).map(([id, filter]) => ({ name: id.replace("/", "-"), filters: [filter] }));
	const { version } = await ask<{ version: string }>({ policies });
	const engine = await openEngine(await openBuiltIn());
	const questions = ids.map((id) => ({ constraint: id, policy: id, parameters: {} }));
	for (const which of CASES) {
		const job = { resource: { ...taskDefinition(which), taskDefinitionArn: "web:1" }, event: registration(which) };
		const request = {
			...runTask(which),
			kind: "TaskDefinition" as const,
			object: taskDefinition(which),
			context: { source: "copy" as const },
		};
		const ours = (await engine.evaluate(request, NOW, questions)).filter(
			(each) => each.outcome === "evaluated" && each.violations.length > 0,
		);
		agree(which, ours.length, (await ask<Answer>({ ...job, calls: 1 })).matched.length);
		const [engineSide, other] = (await inTurns(
			[
				calling("engine", 1000, () => engine.evaluate(request, NOW, questions)),
				{ name: `Cloud Custodian ${version}`, round: async () => (await ask<Answer>({ ...job, calls: 50 })).microseconds },
			],
			rounds,
		)) as readonly [Side, Side];
		print(figure(`ten policies, ${which}, in this thread, to ${other.name} offline`, engineSide, other, "µs"));
	}
	await engine.close();
	child.stdin!.end();
}

/** Nothing in the compliant definition; of the ten at least nine in the other. */
function agree(which: Case, ...numbers: readonly number[]): void {
	const isFine = (number: number) => (which === "compliant" ? number === 0 : number >= 9);
	if (!numbers.every(isFine)) throw new Error(`of ten policies the ${which} definition violates ${numbers.join(" here and there ")}`);
}
