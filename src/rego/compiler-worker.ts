/** The thread in which the compiler runs: it blocks while it compiles. No files, no environment, no network for the guest. */
import { readFile } from "node:fs/promises";
import { WASI } from "node:wasi";
import { parentPort, workerData } from "node:worker_threads";
import type { CompilerSetup, WorkerAnswer, WorkerQuestion } from "./compiler-protocol.ts";
import { capMemory } from "./memory-cap.ts";

interface Guest {
	readonly memory: WebAssembly.Memory;
	taskgate_alloc(size: number): number;
	taskgate_call(): bigint;
}

async function start({ path, maxMemoryPages }: CompilerSetup): Promise<Guest> {
	const wasi = new WASI({ version: "preview1", args: [], env: {}, preopens: {}, returnOnExit: true });
	const bytes = await readFile(path);
	const module = await WebAssembly.compile(maxMemoryPages === undefined ? bytes : capMemory(bytes, maxMemoryPages));
	const instance = await WebAssembly.instantiate(module, wasi.getImportObject() as WebAssembly.Imports);
	wasi.initialize(instance);
	return instance.exports as unknown as Guest;
}

function ask(guest: Guest, body: string): string {
	const request = Buffer.from(body);
	const address = guest.taskgate_alloc(request.byteLength);
	new Uint8Array(guest.memory.buffer, address >>> 0, request.byteLength).set(request);
	const response = BigInt.asUintN(64, guest.taskgate_call());
	return Buffer.from(guest.memory.buffer, Number(response >> 32n), Number(response & 0xffffffffn)).toString();
}

const guest = start(workerData as CompilerSetup);

parentPort?.on("message", async ({ id, body }: WorkerQuestion) => {
	let answer: WorkerAnswer;
	try {
		answer = { id, body: ask(await guest, body) };
	} catch (error) {
		answer = { id, crash: error instanceof Error ? error.message : String(error) };
	}
	parentPort?.postMessage(answer);
});
