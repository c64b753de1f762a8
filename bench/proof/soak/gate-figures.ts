/** What a running gate takes of its machine: from /proc, which is Linux's alone, and from its own metrics. */
import { readdirSync, readFileSync } from "node:fs";

export interface GateFigures {
	readonly rssMiB: number;
	readonly heapMiB: number;
	readonly descriptors: number;
}

const HEAP = /^nodejs_heap_size_used_bytes (\S+)$/m;
const RSS = /^VmRSS:\s+(\d+) kB$/m;

export async function figuresOf(pid: number, url: string): Promise<GateFigures> {
	const metrics = await (await fetch(`${url}/metrics`)).text();
	const [, rss] = RSS.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
	const [, heap] = HEAP.exec(metrics) ?? [];
	if (rss === undefined || heap === undefined) throw new Error(`process ${pid} does not tell how much memory it takes`);
	return { rssMiB: Number(rss) / 1024, heapMiB: Number(heap) / 2 ** 20, descriptors: readdirSync(`/proc/${pid}/fd`).length };
}
