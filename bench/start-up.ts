/** From nothing to the first decision, against the start of the same Node with nothing to do. */
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { figure, type Side } from "./figure.ts";
import { admissionReview, taskDefinition } from "./requests.ts";
import { inTurns, type Rounds } from "./rounds.ts";
import { addressIn, gateSettings, TASKGATE } from "./servers.ts";
import type { Workplace } from "./workplace.ts";

export async function startUp(workplace: Workplace, rounds: Rounds, print: (line: string) => void): Promise<void> {
	const file = join(workplace.folder, "task-definition.json");
	writeFileSync(file, JSON.stringify(taskDefinition("compliant")));
	const subjects = [
		{ name: "node -e 0", round: () => running(workplace, ["-e", "0"]) },
		{ name: "taskgate check", round: () => running(workplace, [TASKGATE, "check", file]) },
		{ name: "taskgate serve", round: () => firstAnswer(workplace) },
	];
	print("# start-up: every round starts each of them once; V8's compile cache is warm after the first");
	const [node, check, serve] = (await inTurns(subjects, rounds)) as readonly [Side, Side, Side];
	print(figure("taskgate check of one task definition, start to exit, to node -e 0", check, node, "ms"));
	print(figure("taskgate serve, start to the first answered /v1/admission, to node -e 0", serve, node, "ms"));
}

/** Start to exit, in ms. */
export async function running(workplace: Workplace, args: readonly string[]): Promise<number> {
	const start = performance.now();
	const child = workplace.spawn(process.execPath, args, { stdio: ["ignore", "ignore", "inherit"] });
	const [code] = await once(child, "exit");
	const took = performance.now() - start;
	if (code !== 0) throw new Error(`node ${args.join(" ")} ended with ${code}`);
	return took;
}

let gates = 0;

/** On a store that does not exist yet; start to answer, in ms. */
async function firstAnswer(workplace: Workplace): Promise<number> {
	const body = JSON.stringify(admissionReview("compliant"));
	const start = performance.now();
	const env = gateSettings(workplace, `start-${gates++}`);
	const child = workplace.spawn(process.execPath, [TASKGATE, "serve"], { env, stdio: ["ignore", "pipe", "pipe"] });
	const url = await addressOf(child);
	const answer = await fetch(`${url}/v1/admission`, { method: "POST", headers: { "content-type": "application/json" }, body });
	const { response } = (await answer.json()) as { readonly response?: { readonly allowed: boolean } };
	const took = performance.now() - start;
	await workplace.stop(child);
	if (response?.allowed !== true) throw new Error(`the gate answered ${answer.status}, and did not allow what is compliant`);
	return took;
}

function addressOf(child: ChildProcess): Promise<string> {
	return new Promise((resolve, reject) => {
		let said = "";
		for (const stream of [child.stdout!, child.stderr!]) {
			stream.setEncoding("utf8").on("data", (text: string) => {
				said += text;
				const url = addressIn(said);
				if (url !== undefined) resolve(url);
			});
		}
		child.once("exit", () => reject(new Error(`taskgate serve did not start:\n${said}`)));
	});
}
