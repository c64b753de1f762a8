/** V8's sampling profiler over something that is done many times: who is on the stack, how often. */
import { type Profiler, Session } from "node:inspector/promises";

/** Names of the functions on it, innermost first. */
export type Stack = readonly string[];

const INTERVAL_US = 100;

/** One stack for each sample. Counted, not timed: a sample that waited for a processor would weigh as much as hundreds. */
export async function sampled(run: () => Promise<void>): Promise<readonly Stack[]> {
	const session = new Session();
	session.connect();
	try {
		await session.post("Profiler.enable");
		await session.post("Profiler.setSamplingInterval", { interval: INTERVAL_US });
		await session.post("Profiler.start");
		await run();
		return stacksOf((await session.post("Profiler.stop")).profile);
	} finally {
		session.disconnect();
	}
}

function stacksOf({ nodes, samples = [] }: Profiler.Profile): readonly Stack[] {
	const callers = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id] as const)));
	const names = new Map(nodes.map(({ id, callFrame }) => [id, callFrame.functionName]));
	return samples.map((sample) => {
		const stack: string[] = [];
		for (let id: number | undefined = sample; id !== undefined; id = callers.get(id)) stack.push(names.get(id) ?? "");
		return stack;
	});
}
