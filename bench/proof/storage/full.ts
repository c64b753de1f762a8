/** A disk that is full: by a limit on the size of files, and where the kernel allows it by a small file system of its own. */
import { execFile } from "node:child_process";
import { copyFile, mkdir, rm, statfs, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import { eventually, type GateProcess } from "../../../test/gate-process.ts";
import { startProvedGate } from "../gate.ts";
import { type Claim, claimed } from "../part.ts";
import { type Scene, storeAlarms } from "./scene.ts";

/** In blocks of 512 bytes, of one file: some events, and no more. */
const LIMIT = "2400";
/** Runs what follows in its own place, with a limit on files that makes writing fail instead of ending the process. */
const LIMITED = ["sh", "-c", 'trap "" XFSZ; ulimit -S -f "$1"; shift; exec "$@"', "sh", LIMIT];
const DISK_BYTES = 4 * 2 ** 20;
/** Room for some events. */
const LEFT_BYTES = 400 * 2 ** 10;
const MOST_POSTS = 300;
const REFUSALS = 5;
/** More than the lease on what could not be put down any more. */
const AFTER_LEASES_MS = 31_000;
const SETTLING_MS = 60_000;

export async function limitedFile(scene: Scene): Promise<Claim> {
	const store = join(scene.folder, "limited.db");
	const gate = await startProvedGate({ awsUrl: scene.tap.url, store, via: LIMITED });
	const told = await fill(scene, gate);
	await gate.kill();
	const again = await startProvedGate({ awsUrl: scene.tap.url, store, clock: [[0, AFTER_LEASES_MS]] });
	try {
		const broken = await scene.breaches(store);
		return claimed(
			"a store that may not grow says so, loses nothing that it acknowledged, and a restart with room ends what waits",
			[...told.broken, ...broken],
			{ accepted: scene.accepted.size, refused: told.refused, alarms: told.alarms.length },
			["accepted", "refused", "alarms"],
		);
	} finally {
		await again.kill();
	}
}

/** Undefined where nobody may mount anything. */
export async function fullDisk(scene: Scene): Promise<Claim | undefined> {
	const disk = join(scene.folder, "disk");
	await mkdir(disk);
	const via = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", MOUNTED, "sh", String(DISK_BYTES), disk];
	const may = await promisify(execFile)("unshare", [...via.slice(1), "true"]).then(
		() => true,
		() => false,
	);
	if (!may) return undefined;
	const store = join(disk, "gate.db");
	const gate = await startProvedGate({ awsUrl: scene.tap.url, store, via });
	try {
		// The same file system, as the gate's process sees it.
		const seen = join("/proc", String(gate.process.pid), "root", disk);
		const ballast = join(seen, "ballast");
		const { bavail, bsize } = await statfs(seen);
		await writeFile(ballast, Buffer.alloc(bavail * bsize - LEFT_BYTES));
		const told = await fill(scene, gate);
		await rm(ballast);
		const before = scene.accepted.size;
		await fill(scene, gate, 4);
		await pause(AFTER_LEASES_MS);
		await eventually(async () => (await waitingIn(gate)) === 0, SETTLING_MS);
		// SQLite follows the link by its name and comes out of it; files can be copied through it.
		gate.process.kill("SIGSTOP");
		const copy = join(scene.folder, "copy.db");
		for (const suffix of ["", "-wal"]) await copyFile(join(seen, `gate.db${suffix}`), `${copy}${suffix}`);
		return claimed(
			"a disk that is full says so, loses nothing that was acknowledged, and the same process goes on once there is space",
			[...told.broken, ...(await scene.breaches(copy))],
			{ accepted: before, refused: told.refused, alarms: told.alarms.length, acceptedAfterwards: scene.accepted.size - before },
			["accepted", "refused", "alarms", "acceptedAfterwards"],
		);
	} finally {
		await gate.kill();
	}
}

const MOUNTED = 'mount -t tmpfs -o size="$1" tmpfs "$2" && shift 2 && exec "$@"';

/** Events and actions, as the gate itself counts them. */
async function waitingIn(gate: GateProcess): Promise<number> {
	const metrics = await (await fetch(`${gate.url}/metrics`)).text();
	const read = (name: string) => Number(new RegExp(`^${name} (\\d+)$`, "m").exec(metrics)?.[1] ?? Number.NaN);
	return read("taskgate_pending_actions") + read("taskgate_inbox_events");
}

/** Posts until some are refused, or until `most` are accepted. */
async function fill(scene: Scene, gate: GateProcess, most = MOST_POSTS) {
	const broken: string[] = [];
	let refused = 0;
	for (let n = 0; n < most && refused < REFUSALS; n += 1) {
		const { status, detail } = await scene.post(gate, await scene.workload.run(n % 2 === 0, 1));
		if (status === 202) continue;
		refused += 1;
		if (status !== 503 || !detail.includes("the log says why")) broken.push(`a post was refused with ${status}: ${detail}`);
	}
	await pause(1_500);
	const alarms = storeAlarms(gate.output());
	for (const alarm of alarms)
		if (!/the store \S+gate\.db|the store \S+limited\.db/.test(alarm) || !alarm.includes("operations.md"))
			broken.push(`it says no more than: ${alarm}`);
	if (gate.process.exitCode !== null) broken.push(`the process ended with ${gate.process.exitCode}`);
	return { broken, refused, alarms };
}
