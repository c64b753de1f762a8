import { expect, test } from "vitest";
import type { Kind } from "../../admission/request.ts";
import type { Walked } from "./inventory.ts";
import { Progress } from "./progress.ts";

const named = (kind: Kind) => ({ unread: { kind } }) as Walked;

async function* walkOf(...kinds: Kind[]): AsyncGenerator<Walked> {
	for (const kind of kinds) yield named(kind);
}

async function takeAll(progress: Progress, walk: AsyncGenerator<Walked>): Promise<number[]> {
	const known: number[] = [];
	for await (const _ of walk) {
		progress.named();
		known.push(progress.known);
	}
	return known;
}

test("what is expected is known, and what it brings is not counted twice", async () => {
	const progress = new Progress();
	const services = progress.expect(3, ["Service"]);
	expect(progress.known).toBe(3);
	expect(await takeAll(progress, services(walkOf("Service", "TaskDefinition", "Service", "Service")))).toEqual([3, 4, 4, 4]);
	expect(progress.known).toBe(4);
});

test("what was expected and did not come is not known any more; what came unexpected is", async () => {
	const progress = new Progress();
	const few = progress.expect(5, ["Task"]);
	const many = progress.expect(1, ["Task"]);
	await takeAll(progress, few(walkOf("Task")));
	expect(progress.known).toBe(2);
	await takeAll(progress, many(walkOf("Task", "Task", "Task")));
	expect(progress.known).toBe(4);
});
