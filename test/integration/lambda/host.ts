/** Lambda's part, in a process without anything else: loads the bundle in a folder and hands it invocations. `host.ts FOLDER` */
import { pathToFileURL } from "node:url";

export interface Invocation {
	readonly id: number;
	readonly event: unknown;
	readonly timeoutMs: number;
}

export type Answer =
	| { readonly type: "ready"; readonly startMs: number }
	| { readonly type: "answer"; readonly id: number; readonly answer: unknown }
	| { readonly type: "error"; readonly id: number; readonly reason: string };

type Handler = (event: unknown, context: { getRemainingTimeInMillis(): number }) => Promise<unknown>;

const tell = (answer: Answer) => process.send?.(answer);
const bundle = pathToFileURL(`${process.argv[2]}/index.mjs`).href;
const { handler } = (await import(bundle)) as { handler: Handler };

process.on("message", async ({ id, event, timeoutMs }: Invocation) => {
	const ends = performance.now() + timeoutMs;
	try {
		const answer = await handler(event, { getRemainingTimeInMillis: () => Math.max(0, ends - performance.now()) });
		tell({ type: "answer", id, answer });
	} catch (error) {
		tell({ type: "error", id, reason: String(error) });
	}
});
tell({ type: "ready", startMs: performance.now() });
