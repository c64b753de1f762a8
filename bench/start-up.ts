/** From nothing to the first decision, published and from a clone, against the start of the same Node with nothing to do. */
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildDist } from "../scripts/build-dist.ts";
import { figure, type Side } from "./figure.ts";
import { admissionReview, taskDefinition } from "./requests.ts";
import { inTurns, type Rounds } from "./rounds.ts";
import { addressIn, gateSettings, TASKGATE } from "./servers.ts";
import type { Workplace } from "./workplace.ts";

const ROOT = fileURLToPath(new URL("../", import.meta.url));
/** What of the published package a start reads, besides dist/. */
const READ = ["package.json", "bin", "policies"];

export async function startUp(workplace: Workplace, rounds: Rounds, print: (line: string) => void): Promise<void> {
	const file = join(workplace.folder, "task-definition.json");
	writeFileSync(file, JSON.stringify(taskDefinition("compliant")));
	const published = await asPublished(workplace);
	const subjects = [
		{ name: "node -e 0", round: () => running(workplace, ["-e", "0"]) },
		{ name: "taskgate check", round: () => running(workplace, [published, "check", file]) },
		{ name: "taskgate serve", round: () => firstAnswer(workplace, published) },
		{ name: "taskgate check in a clone", round: () => running(workplace, [TASKGATE, "check", file]) },
		{ name: "taskgate serve in a clone", round: () => firstAnswer(workplace, TASKGATE) },
	];
	print("# start-up: every round starts each of them once; V8's compile cache is warm after the first");
	const [node, ...sides] = (await inTurns(subjects, rounds)) as readonly [Side, Side, Side, Side, Side];
	const [check, serve, checkInClone, serveInClone] = sides;
	print(figure("taskgate check of one task definition, start to exit, to node -e 0", check, node, "ms"));
	print(figure("taskgate serve, start to the first answered /v1/admission, to node -e 0", serve, node, "ms"));
	print(figure("the same check from a clone's TypeScript, to node -e 0", checkInClone, node, "ms"));
	print(figure("the same serve from a clone's TypeScript, to node -e 0", serveInClone, node, "ms"));
}

/** The program of a package as `npm pack` makes it, in a folder of its own. */
async function asPublished({ folder }: Workplace): Promise<string> {
	const place = join(folder, "taskgate");
	for (const part of READ) cpSync(join(ROOT, part), join(place, part), { recursive: true });
	await buildDist(join(place, "dist"));
	return join(place, "bin/taskgate.js");
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
async function firstAnswer(workplace: Workplace, program: string): Promise<number> {
	const body = JSON.stringify(admissionReview("compliant"));
	const start = performance.now();
	const env = gateSettings(workplace, `start-${gates++}`);
	const child = workplace.spawn(process.execPath, [program, "serve"], { env, stdio: ["ignore", "pipe", "pipe"] });
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
