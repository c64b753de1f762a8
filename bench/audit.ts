/** `taskgate audit` of a saved inventory: what ten times as many task definitions cost in time and in memory, and what a second audit costs. */
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { keyOf } from "../src/audit/saved-inventory.ts";
import { variedDefinition } from "../test/varied-definitions.ts";
import { watchPeak } from "./peak.ts";
import type { Workplace } from "./workplace.ts";

const MAIN = fileURLToPath(new URL("../src/cli/main.ts", import.meta.url));
const PLACE = { partition: "aws", account: "111122223333", region: "eu-west-1" };
const MIB = 2 ** 20;

interface Cost {
	readonly seconds: number;
	/** Most memory that was resident at once. */
	readonly peakBytes: number;
}

export async function auditing(workplace: Workplace, sizes: readonly number[], print: (line: string) => void): Promise<void> {
	const { folder } = workplace;
	print(
		"# audit: task definitions of a saved inventory, profile baseline, SQLite, JSON report into a file; each size in a process of its own",
	);
	for (const size of sizes) {
		const inventory = join(folder, `${size}.jsonl`);
		await writeInventory(inventory, size);
		for (const which of ["first", "second"]) {
			const { seconds, peakBytes } = await run(workplace, inventory, size);
			const each = (seconds * 1000) / size;
			print(
				`audit, ${which}, ${size} task definitions: ${seconds.toFixed(1)} s (${each.toFixed(2)} ms each), at most ${Math.round(peakBytes / MIB)} MiB`,
			);
		}
	}
}

async function writeInventory(path: string, size: number): Promise<void> {
	const out = createWriteStream(path);
	const write = async (value: object) => {
		if (!out.write(`${JSON.stringify(value)}\n`)) await once(out, "drain");
	};
	await write({ taskgateInventory: 1, takenAt: "2026-11-29T00:00:00.000Z", places: [PLACE], allTaskDefinitions: true, count: size });
	for (let n = 0; n < size; n += 1) await write(itemOf(n));
	await write({ complete: { account: PLACE.account, region: PLACE.region, kind: "TaskDefinition" } });
	await write({ end: { lines: size + 2 } });
	out.end();
	await once(out, "close");
}

function itemOf(n: number): object {
	const body = variedDefinition(n);
	const name = String(body.family);
	const arn = `arn:aws:ecs:${PLACE.region}:${PLACE.account}:task-definition/${name}:1`;
	const by = `arn:aws:iam::${PLACE.account}:role/ci-${n % 20}`;
	const request = {
		...{ enforcementPoint: "audit-scan", kind: "TaskDefinition", operation: "CREATE", action: "DescribeTaskDefinition", ...PLACE, name },
		...{ launchTypes: ["FARGATE"], tags: {}, userInfo: { arn: by }, object: body, dryRun: false, time: "", duplicateKey: arn },
		references: { taskDefinition: arn },
	};
	const found = {
		id: arn,
		arn,
		kind: "TaskDefinition",
		name,
		place: PLACE,
		broughtInBy: by,
		createdAt: "2026-11-02T08:00:00.000Z",
		request,
	};
	return { found, lookUps: { [keyOf("taskDefinition", [PLACE, arn])]: { answer: { arn, body, status: "ACTIVE" } } } };
}

async function run(workplace: Workplace, inventory: string, size: number): Promise<Cost> {
	const { folder } = workplace;
	const store = join(folder, `${size}.db`);
	const report = join(folder, `${size}.json`);
	const args = [
		"audit",
		"--inventory",
		inventory,
		"--all-task-definitions",
		"--store",
		`sqlite:${store}`,
		"--format",
		"json",
		"-o",
		report,
	];
	const started = performance.now();
	const child = workplace.spawn(process.execPath, ["--disable-warning=ExperimentalWarning", MAIN, ...args], {
		stdio: ["ignore", "ignore", "pipe"],
	});
	let said = "";
	child.stderr?.setEncoding("utf8").on("data", (text: string) => {
		said = (said + text).slice(-2000);
	});
	const peak = watchPeak(child, 200);
	const [code] = await once(child, "exit");
	const peakBytes = peak.stop();
	if (code !== 1) throw new Error(`the audit ended with ${code}: ${said}`);
	return { seconds: (performance.now() - started) / 1000, peakBytes };
}
