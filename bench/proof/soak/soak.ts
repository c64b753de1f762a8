/** A real `taskgate serve` under a steady load for a while, with new policies again and again: what it takes must not grow. */
import { openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as pause } from "node:timers/promises";
import { bundleServer } from "../../../test/bundle-server.ts";
import { addressIn, gateSettings, TASKGATE } from "../../servers.ts";
import { Workplace } from "../../workplace.ts";
import { figuresOf, type GateFigures } from "./gate-figures.ts";
import { bundlesOfLibrary } from "./new-bundles.ts";
import { type Answered, startLoad } from "./steady-load.ts";

export interface Given {
	readonly aSecond: number;
	readonly milliseconds: number;
	readonly reloadEveryMs: number;
	readonly sampleEveryMs: number;
	readonly tell: (line: string) => void;
}

export interface Soaked {
	readonly samples: readonly (GateFigures & { readonly at: number })[];
	readonly answered: readonly Answered[];
	readonly refused: ReadonlyMap<string, number>;
	readonly accepted: number;
	/** Accepted, and no decision. */
	readonly undecided: number;
	/** Decisions about what was never accepted, or about one event twice. */
	readonly tooMany: number;
	readonly served: number;
	/** Revisions of the policies under which decisions were made. */
	readonly judgedUnder: number;
}

const STARTING_MS = 60_000;
const POLLING_MS = 1_000;

export async function soak(given: Given): Promise<Soaked> {
	const workplace = new Workplace();
	const bundles = await bundleServer();
	const newBundle = await bundlesOfLibrary();
	let served = 0;
	const serveNext = async () => {
		served += 1;
		bundles.serve(await newBundle(`soak-${served}`));
	};
	try {
		await serveNext();
		const log = join(workplace.folder, "gate.log");
		const output = openSync(log, "a");
		const settings = gateSettings(workplace, "gate");
		const env = { ...settings, TASKGATE_BUNDLE: `${bundles.url}/bundle.tar.gz`, TASKGATE_BUNDLE_POLLING: `${POLLING_MS / 1_000}s` };
		const gate = workplace.spawn(process.execPath, [TASKGATE, "serve"], { env, stdio: ["ignore", output, output] });
		const url = await whenListening(() => addressIn(readFileSync(log, "utf8")), gate.pid);
		const load = startLoad(url, given.aSecond, given.milliseconds);
		const samples = await watch(given, gate.pid!, url, serveNext);
		await load.ended;
		await workplace.stop(gate);
		const path = settings.TASKGATE_STORE!.replace(/^sqlite:/, "");
		return {
			samples,
			...decided(path, load.accepted),
			answered: load.answered,
			refused: load.refused,
			accepted: load.accepted.size,
			served,
		};
	} finally {
		await workplace.close();
		await bundles.stop();
	}
}

async function whenListening(address: () => string | undefined, pid: number | undefined): Promise<string> {
	const start = performance.now();
	while (performance.now() - start < STARTING_MS) {
		const url = address();
		if (url !== undefined) return url;
		await pause(50);
	}
	throw new Error(`the gate (process ${pid}) did not start`);
}

async function watch(given: Given, pid: number, url: string, serveNext: () => Promise<void>): Promise<Soaked["samples"]> {
	const { milliseconds, sampleEveryMs, reloadEveryMs, tell } = given;
	const samples: (GateFigures & { readonly at: number })[] = [];
	const start = performance.now();
	let reloads = 0;
	for (let at = 0; at < milliseconds; at = performance.now() - start) {
		if (at >= (reloads + 1) * reloadEveryMs) {
			await serveNext();
			reloads += 1;
			const { rssMiB, heapMiB, descriptors } = samples.at(-1)!;
			tell(`soak: ${Math.round(at / 1_000)} s, RSS ${Math.round(rssMiB)} MiB, heap ${Math.round(heapMiB)} MiB, ${descriptors} descriptors`);
		}
		samples.push({ at, ...(await figuresOf(pid, url)) });
		await pause(sampleEveryMs);
	}
	return samples;
}

/** What the store holds, against what was accepted. */
function decided(path: string, accepted: ReadonlySet<string>): Pick<Soaked, "undecided" | "tooMany" | "judgedUnder"> {
	const file = new DatabaseSync(path, { readOnly: true });
	const seen = new Set<string>();
	const revisions = new Set<unknown>();
	let tooMany = 0;
	for (const { key, revision } of file.prepare("SELECT key, revision FROM decisions").iterate()) {
		const id = String(key).split("/").at(-1)!;
		if (seen.has(id) || !accepted.has(id)) tooMany += 1;
		seen.add(id);
		revisions.add(revision);
	}
	file.close();
	return { undecided: [...accepted].filter((id) => !seen.has(id)).length, tooMany, judgedUnder: revisions.size };
}
