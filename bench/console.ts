/**
 * How long each page of the console takes over a store with many decisions, against /healthz of the same process. `npm run bench:console`,
 * `-- --large` for 5 million decisions, `-- --decisions 1000000`, `-- --keep FILE` to use a store again.
 */
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { readConfig } from "../src/config.ts";
import { openGate } from "../src/gate.ts";
import { startServer } from "../src/http/server.ts";
import { openLog } from "../src/log.ts";
import { fillStore } from "./console-store.ts";
import { quantile } from "./figure.ts";
import { RESTRICTED } from "./servers.ts";

const REQUESTS = 50;
const WARM_UP = 3;

const { values } = parseArgs({ options: { large: { type: "boolean" }, decisions: { type: "string" }, keep: { type: "string" } } });
const decisions = Number(values.decisions ?? (values.large ? 5_000_000 : 200_000));
const folder = await mkdtemp(join(tmpdir(), "taskgate-bench-console-"));
const path = values.keep ?? join(folder, "store.db");
try {
	if (!existsSync(path)) {
		const started = performance.now();
		await fillStore(path, new Date().toISOString(), decisions, (done) => process.stderr.write(`\r${done} of ${decisions} decisions`));
		process.stderr.write(`, filled in ${Math.round((performance.now() - started) / 1000)} s\n`);
	}
	await measure();
} finally {
	await rm(folder, { recursive: true, force: true });
}

async function measure(): Promise<void> {
	const config = readConfig({ TASKGATE_STORE: `sqlite:${path}`, TASKGATE_CONSTRAINTS: RESTRICTED });
	const gate = await openGate(config, openLog("silent"), { askAws: false });
	const server = await startServer(gate.world, { port: 0, key: undefined });
	const newest = (await gate.world.store.decisions({ limit: 1 })).decisions[0];
	const older = (await gate.world.store.decisions({ limit: 50 })).next;
	const pages: readonly string[] = [
		"/",
		"/?range=30d",
		"/decisions",
		`/decisions?cursor=${older}`,
		"/decisions?verdict=denied",
		"/decisions?verdict=undecided&account=111122223333",
		"/decisions?policy=workload/privileged&verdict=denied",
		"/decisions?policy=workload/privileged&account=000000000000",
		`/decisions/${newest?.uid}`,
		"/findings",
		"/findings?state=open&severity=critical",
		"/policies?show=all",
		"/policies/workload/privileged",
		"/exemptions",
		"/standards",
		"/points",
	];
	console.log(`| page, ${decisions.toLocaleString("en")} decisions | p50, ms | p95, ms | p95 to that of /healthz |\n|---|---|---|---|`);
	for (const page of pages) {
		const [took, healthz] = await inTurns(`${server.url}${page}`, `${server.url}/healthz`);
		const [p50, p95, base] = [quantile(took, 0.5), quantile(took, 0.95), quantile(healthz, 0.95)];
		console.log(
			`| ${page.replace(/(cursor=|decisions\/).+/, "$1…")} | ${p50.toFixed(1)} | ${p95.toFixed(1)} | ${(p95 / base).toFixed(1)} |`,
		);
	}
	await server.drain();
	await gate.close();
}

async function inTurns(page: string, healthz: string): Promise<readonly [number[], number[]]> {
	const took: [number[], number[]] = [[], []];
	for (let i = 0; i < REQUESTS + WARM_UP; i++) {
		const both = [await timed(page), await timed(healthz)] as const;
		if (i >= WARM_UP) for (const [side, ms] of both.entries()) took[side]?.push(ms);
	}
	return took;
}

/** From the request to the last byte. */
async function timed(url: string): Promise<number> {
	const started = performance.now();
	const answer = await fetch(url);
	await answer.text();
	if (answer.status !== 200) throw new Error(`${url} answered ${answer.status}`);
	return performance.now() - started;
}
