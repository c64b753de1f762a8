/** Everything real that we have goes through, without a crash and without a failed evaluation. `npm run corpus`. */
import { execFile } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../src/admission/request.ts";
import { readEvent } from "../../src/intake.ts";

const ROOT = new URL("../../", import.meta.url).pathname;
const CORPUS = join(ROOT, "../shared/corpus");

interface CheckReport {
	readonly decisions: readonly {
		source: string;
		kind: string;
		verdict: string;
		failures: readonly { policy?: string; reason: string }[];
	}[];
	readonly summary: Record<string, number>;
}

/** The real CLI on a real folder. */
function check(folder: string): Promise<{ code: number; report: CheckReport }> {
	const args = [join(ROOT, "bin/taskgate.js"), "check", join(CORPUS, folder), "--format", "json", "--profile", "restricted"];
	return new Promise((resolve, reject) => {
		execFile(process.execPath, args, { maxBuffer: 2 ** 28 }, (error, stdout, stderr) => {
			if (stdout === "") reject(new Error(stderr, { cause: error }));
			else resolve({ code: Number(error?.code ?? 0), report: JSON.parse(stdout) });
		});
	});
}

function jsonFiles(folder: string): readonly string[] {
	return readdirSync(join(CORPUS, folder), { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".json"));
}

if (!existsSync(CORPUS)) console.warn(`nothing is shown: there is no corpus at ${CORPUS}`);

describe.skipIf(!existsSync(CORPUS))("the corpus", () => {
	it.each(["taskdefs", "services", "events/ecs-api-responses", "events/ecs-events"])(
		"%s: no crash, no failed evaluation",
		async (folder) => {
			const { code, report } = await check(folder);
			console.log(`${folder}: ${jsonFiles(folder).length} files, exit ${code}, ${JSON.stringify(report.summary)}`);
			expect(report.decisions.flatMap(({ failures }) => failures.filter(({ policy }) => policy !== undefined))).toEqual([]);
			expect(report.decisions.length).toBeGreaterThan(0);
		},
	);

	it.each(["taskdefs", "services"])("%s: every file is judged", async (folder) => {
		const { report } = await check(folder);
		const judged = new Set(report.decisions.map(({ source }) => source));
		expect(jsonFiles(folder).filter((file) => ![...judged].some((source) => source.endsWith(file)))).toEqual([]);
	});

	it("noise of other services asks for nothing", () => {
		const folder = "events/other-services";
		for (const file of jsonFiles(folder)) {
			const event = JSON.parse(readFileSync(join(CORPUS, folder, file), "utf8")) as JsonObject;
			expect(readEvent(event).requests, file).toEqual([]);
		}
		expect(jsonFiles(folder).length).toBeGreaterThan(100);
	});

	it("ECS's own events are read or are not our business", () => {
		const folder = "events/ecs-events";
		const read = jsonFiles(folder).map((file) => readEvent(JSON.parse(readFileSync(join(CORPUS, folder, file), "utf8"))).requests.length);
		expect(read.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(0);
	});
});
