/** Decisions per second of `taskgate serve`, against a bare Express echo of the same body, and against the disk that each is recorded on. */
import { closeSync, fdatasyncSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { figure, median, type Side } from "./figure.ts";
import { CONNECTIONS, postingFrom } from "./posting.ts";
import { admissionReview, CASES, registration } from "./requests.ts";
import { calling, inTurns, type Rounds } from "./rounds.ts";
import { startEcho, startGate } from "./servers.ts";
import type { Workplace } from "./workplace.ts";

const PAGE = Buffer.alloc(4096, 1);

export interface ServingRounds extends Rounds {
	readonly milliseconds: number;
}

export async function serving(workplace: Workplace, rounds: ServingRounds, print: (line: string) => void): Promise<void> {
	const posting = postingFrom(workplace, rounds.milliseconds);
	const gate = await startGate(workplace);
	const echo = await startEcho(workplace);
	const disk = openSync(join(workplace.folder, "disk"), "a");
	let decisions = 0;

	const appending = calling("a 4 KiB append with fdatasync", 100, () => {
		writeSync(disk, PAGE);
		fdatasyncSync(disk);
	});

	print(`# serving: ${CONNECTIONS} connections; the gate, the echo and the load they answer share this machine; every post is about`);
	print(`# a task definition of its own; a round is ${rounds.milliseconds / 1000} s of each`);
	const ways = CASES.flatMap((which) => [
		{ name: `POST /v1/admission, ${which}`, path: "/v1/admission", body: admissionReview(which) },
		{ name: `POST /v1/events, ${which}`, path: "/v1/events", body: registration(which) },
	]);
	for (const { name, path, body } of ways) {
		const deciding = posting("a decision", `${gate}${path}`, body);
		const subjects = [appending, posting("an echo", echo, body), deciding];
		const [written, echoed, decided] = (await inTurns(subjects, rounds)) as readonly [Side, Side, Side];
		print(figure(`${name}, ${perSecond(decided)} decisions/s, to ${perSecond(echoed)} echoes/s`, decided, echoed, "µs"));
		decisions += deciding.answered();
		print(figure(`${name}, to one page on disk`, decided, written, "µs"));
	}
	closeSync(disk);
	await confirm(gate, decisions);
}

function perSecond({ rounds }: Side): string {
	return (1e6 / median(rounds)).toFixed(0);
}

/** The gate's own count: an answer without a decision would make the figures worthless. */
async function confirm(gate: string, decisions: number): Promise<void> {
	const metrics = await (await fetch(`${gate}/metrics`)).text();
	const counted = [...metrics.matchAll(/^taskgate_decisions_total\{.*\} (\d+)$/gm)].reduce((sum, [, count]) => sum + Number(count), 0);
	if (counted !== decisions) throw new Error(`${decisions} answers, but ${counted} decisions: not a measurement`);
}
