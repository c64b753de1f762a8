import { describe, expect, it } from "vitest";
import { callEvent } from "../test/cloudtrail.ts";
import { ACCOUNT, ARN, NOW, REGION } from "../test/requests.ts";
import { type TestWorld, testWorld } from "../test/worlds.ts";
import type { JsonObject } from "./admission/request.ts";
import { accept } from "./intake.ts";
import { startWorker } from "./worker.ts";
import type { World } from "./world.ts";

function registration(revision: number): JsonObject {
	return callEvent({
		...{ eventName: "RegisterTaskDefinition", requestParameters: { family: "web" }, account: ACCOUNT, region: REGION, eventTime: NOW },
		responseElements: { taskDefinition: { taskDefinitionArn: `${ARN}:task-definition/web:${revision}` } },
	}) as JsonObject;
}

async function worldWithEvents(count: number): Promise<TestWorld> {
	const world = testWorld({ violations: [{ msg: "container app is privileged" }] });
	for (let revision = 1; revision <= count; revision += 1) await accept(world, registration(revision));
	return world;
}

/** ECS answers about the first `free` definitions, and about the rest when it is let. */
function slowEcs(world: TestWorld, free: number): { readonly slow: World; readonly reached: Promise<void>; readonly answer: () => void } {
	let asked = 0;
	let answer = () => {};
	let reach = () => {};
	const answered = new Promise<void>((resolve) => {
		answer = resolve;
	});
	const reached = new Promise<void>((resolve) => {
		reach = resolve;
	});
	const taskDefinition: World["reader"]["taskDefinition"] = async (place, reference) => {
		asked += 1;
		if (asked > free) {
			reach();
			await answered;
		}
		return world.reader.taskDefinition(place, reference);
	};
	return { slow: { ...world, reader: { ...world.reader, taskDefinition } }, reached, answer: () => answer() };
}

describe("startWorker", () => {
	it("acts on what is decided while events still wait to be judged", async () => {
		const world = await worldWithEvents(16);
		const { slow, reached, answer } = slowEcs(world, 8);
		const worker = startWorker(slow);
		await reached;
		await expect.poll(() => world.performed.length, { timeout: 5_000 }).toBe(16);
		answer();
		await worker.stop();
	});

	it("when stopped it finishes what is in hand, and leaves the rest to the next process", async () => {
		const world = await worldWithEvents(40);
		const { slow, reached, answer } = slowEcs(world, 0);
		const worker = startWorker(slow);
		await reached;
		const stopped = worker.stop();
		answer();
		await stopped;
		expect((await world.store.decisions({})).decisions).toHaveLength(8);
		world.pass(60_000);
		expect(await world.store.claimEvents(world.now(), world.now(), 100)).toHaveLength(32);
	});
});
