/** V8's sampling profiler over something that is done many times: who is on the stack, how often. */
import { type Profiler, Session } from "node:inspector/promises";

/** Names of the functions on the stack, innermost first, and how often it was seen. */
export interface SeenStack {
	readonly names: readonly string[];
	readonly microseconds: number;
}

const INTERVAL_US = 100;

export async function profiled(run: () => Promise<void>): Promise<readonly SeenStack[]> {
	const session = new Session();
	session.connect();
	try {
		await session.post("Profiler.enable");
		await session.post("Profiler.setSamplingInterval", { interval: INTERVAL_US });
		await session.post("Profiler.start");
		await run();
		const { profile } = await session.post("Profiler.stop");
		return stacksOf(profile);
	} finally {
		session.disconnect();
	}
}

function stacksOf({ nodes, samples = [], timeDeltas = [] }: Profiler.Profile): readonly SeenStack[] {
	const callers = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id] as const)));
	const names = new Map(nodes.map(({ id, callFrame }) => [id, callFrame.functionName]));
	return samples.map((sample, i) => {
		const stack: string[] = [];
		for (let id: number | undefined = sample; id !== undefined; id = callers.get(id)) stack.push(names.get(id) ?? "");
		return { names: stack, microseconds: timeDeltas[i] ?? 0 };
	});
}
