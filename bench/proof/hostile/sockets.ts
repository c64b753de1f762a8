/** Hostile HTTP to a gate and a proxy that run as their users run them: what reaches ECS, what is answered, and who waits meanwhile. */
import { connect, type Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { sendRaw } from "../../../test/raw-http.ts";
import { Chance } from "../../simulation/chance.ts";
import { callFrame, type Frame, postFrame } from "./frames.ts";
import { type Served, startServed } from "./served.ts";

export interface SocketOutcome {
	readonly frames: number;
	readonly seconds: number;
	/** By status; 0 for a connection that was closed without a word. */
	readonly statuses: ReadonlyMap<number, number>;
	/** Calls that ECS got, and of these those that violate. */
	readonly passed: number;
	readonly smuggled: number;
	readonly complying: number;
	/** Reviews of what violates, answered with yes. */
	readonly admitted: number;
	/** Whether it still serves at the end, and said nothing of faults. */
	readonly alive: boolean;
	readonly faults: readonly string[];
	readonly rssMiB: { readonly before: number; readonly after: number };
	readonly slow: SlowOutcome;
}

export interface SlowOutcome {
	readonly connections: number;
	readonly closed: number;
	/** Milliseconds until the last of them was sent away. */
	readonly lastMs: number;
	/** Of the requests of others meanwhile, in milliseconds. */
	readonly othersMostMs: number;
	readonly others: number;
}

const CONCURRENCY = 8;
/** A proxy reads a head for five seconds at most, and looks once a second. */
const PATIENCE_MS = 15_000;
const FAULT = /unhandled|uncaught|TypeError|RangeError|ReferenceError|heap out of memory/i;

export async function runSockets({
	frames,
	slow,
	seed,
	tell,
}: {
	frames: number;
	slow: number;
	seed: number;
	tell: (line: string) => void;
}): Promise<SocketOutcome> {
	const served = await startServed();
	try {
		// What is loaded once is loaded.
		await each(200, (n) => sendOne(served, new Chance(seed).fork(`warm ${n}`)));
		served.upstream.calls.length = 0;
		const before = await served.rss();
		const started = performance.now();
		const answers = await each(frames, (n) => sendOne(served, new Chance(seed).fork(`frame ${n}`)));
		const seconds = (performance.now() - started) / 1_000;
		tell(`${frames} frames in ${Math.round(seconds)} s`);
		const slowly = await sendSlowly(served, slow);
		const after = await served.rss();
		const calls = served.upstream.calls.filter(({ headers }) => /RegisterTaskDefinition$/i.test(String(headers["x-amz-target"])));
		const health = await fetch(`${served.gate.url}/healthz`);
		return {
			...{ frames, seconds, slow: slowly, rssMiB: { before, after } },
			statuses: counted(answers.map(({ status }) => status)),
			passed: calls.length,
			smuggled: calls.filter(({ body }) => /"privileged":\s*true/.test(body.toString())).length,
			complying: answers.filter(({ frame }) => frame.complies).length,
			admitted: answers.filter(({ said }) => /"allowed":true/.test(said)).length,
			alive: health.ok && served.gate.process.exitCode === null,
			faults: served.gate
				.output()
				.split("\n")
				.filter((line) => FAULT.test(line)),
		};
	} finally {
		await served.stop();
	}
}

interface Answered {
	readonly frame: Frame;
	readonly said: string;
	readonly status: number;
}

async function sendOne({ gate, proxyUrl }: Served, chance: Chance): Promise<Answered> {
	const frame = chance.is(0.5) ? await callFrame(proxyUrl, chance) : postFrame(chance);
	const said = await sendRaw(frame.to === "proxy" ? proxyUrl : gate.url, frame.bytes, PATIENCE_MS);
	// A hundred-continue comes before the answer.
	const statuses = [...said.matchAll(/^HTTP\/1\.1 (\d{3})/gm)];
	return { frame, said, status: Number(statuses.at(-1)?.[1] ?? 0) };
}

async function each<T>(count: number, work: (n: number) => Promise<T>): Promise<readonly T[]> {
	const done: T[] = [];
	const numbers = Array.from({ length: count }, (_, n) => n).values();
	const one = async () => {
		for (const n of numbers) done.push(await work(n));
	};
	await Promise.all(Array.from({ length: CONCURRENCY }, one));
	return done;
}

function counted<T>(list: readonly T[]): ReadonlyMap<T, number> {
	return new Map([...Map.groupBy(list, (one) => one)].map(([one, all]) => [one, all.length]));
}

/** Heads that never end, a byte now and then, while others ask. */
async function sendSlowly({ gate, proxyUrl }: Served, connections: number): Promise<SlowOutcome> {
	const started = performance.now();
	const ended: number[] = [];
	const sockets = Array.from({ length: connections }, () => slowHead(proxyUrl, () => ended.push(performance.now() - started)));
	let [most, others] = [0, 0];
	while (ended.length < connections && performance.now() - started < 2 * PATIENCE_MS) {
		for (const socket of sockets) if (socket.writable) socket.write("a");
		const asked = performance.now();
		await (await fetch(`${gate.url}/healthz`)).text();
		await sendRaw(proxyUrl, "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", PATIENCE_MS);
		most = Math.max(most, performance.now() - asked);
		others += 2;
		await pause(200);
	}
	for (const socket of sockets) socket.destroy();
	return { connections, closed: ended.length, lastMs: Math.round(Math.max(0, ...ended)), othersMostMs: Math.round(most), others };
}

function slowHead(url: string, ended: () => void): Socket {
	const { hostname, port } = new URL(url);
	const socket = connect(Number(port), hostname);
	socket.on("error", () => {});
	socket.on("close", ended);
	socket.resume();
	socket.write("POST / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ");
	return socket;
}
