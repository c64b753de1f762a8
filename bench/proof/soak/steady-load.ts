/** Events at a steady rate, whether they are answered or not: what is slow is measured, and makes nothing else wait. */
import { Agent, request } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { registration, UNIQUE } from "../../requests.ts";

export interface Answered {
	/** Milliseconds since the load began, when the event was due to be sent. */
	readonly at: number;
	/** From then to the end of the answer. */
	readonly milliseconds: number;
}

export interface SteadyLoad {
	/** Ids of the events that were accepted. */
	readonly accepted: ReadonlySet<string>;
	readonly answered: readonly Answered[];
	/** What was not accepted, by why. */
	readonly refused: ReadonlyMap<string, number>;
	/** Until everything is answered. */
	readonly ended: Promise<void>;
}

const TICK_MS = 10;
const SOCKETS = 16;
/** More waiting than this and the load is not steady: the rest is sent later or never, and shows as a lower rate. */
const MOST_WAITING = 200;
const PATIENCE_MS = 60_000;
/** So much longer than it should the load may take. */
const GRACE = 1.05;
const PATH = "/v1/events";
/** One in so many violates, in every way that it can, and opens findings of its own. */
const VIOLATES = 10;

export function startLoad(url: string, aSecond: number, milliseconds: number): SteadyLoad {
	const agent = new Agent({ keepAlive: true, maxSockets: SOCKETS });
	const [compliant, violating] = (["compliant", "violating"] as const).map((which) => JSON.stringify(registration(which)).split(UNIQUE));
	const accepted = new Set<string>();
	const answered: Answered[] = [];
	const refused = new Map<string, number>();
	let sent = 0;
	let waiting = 0;
	const start = performance.now();

	const send = async (at: number) => {
		sent += 1;
		waiting += 1;
		const id = idOf(sent);
		const outcome = await post(agent, `${url}${PATH}`, (sent % VIOLATES === 0 ? violating! : compliant!).join(id));
		waiting -= 1;
		if (outcome === 202) accepted.add(id);
		else refused.set(String(outcome), (refused.get(String(outcome)) ?? 0) + 1);
		answered.push({ at, milliseconds: performance.now() - start - at });
	};
	const run = async () => {
		const all = Math.floor((milliseconds / 1_000) * aSecond);
		while (sent < all && performance.now() - start < GRACE * milliseconds) {
			const due = Math.min(all, Math.floor(((performance.now() - start) / 1_000) * aSecond));
			while (sent < due && waiting < MOST_WAITING) void send((sent / aSecond) * 1_000);
			await pause(TICK_MS);
		}
		while (waiting > 0) await pause(TICK_MS);
		agent.destroy();
	};
	return { accepted, answered, refused, ended: run() };
}

/** A UUID that tells which event it is. */
function idOf(number: number): string {
	return `${UNIQUE.slice(0, -12)}${String(number).padStart(12, "0")}`;
}

/** The status, or why there is none. */
function post(agent: Agent, url: string, body: string): Promise<number | string> {
	return new Promise((resolve) => {
		const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(body) };
		const sent = request(url, { method: "POST", agent, headers, timeout: PATIENCE_MS }, (answer) => {
			answer.on("error", (error) => resolve(error.message)).on("end", () => resolve(answer.statusCode ?? 0));
			answer.resume();
		});
		sent.on("timeout", () => sent.destroy(new Error(`no answer in ${PATIENCE_MS} ms`)));
		sent.on("error", (error) => resolve(error.message)).end(body);
	});
}
