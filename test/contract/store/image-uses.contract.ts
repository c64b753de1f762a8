import { expect, test } from "vitest";
import type { Running } from "../../../src/admission/running.ts";
import { allowed, at, denied, type Open } from "./records.ts";

const [WEB, AGENT] = [`sha256:${"a".repeat(64)}`, `sha256:${"b".repeat(64)}`];
const revision = (n: number) => `arn:aws:ecs:eu-west-1:111122223333:task-definition/web:${n}`;
const running = (n: number, ...images: readonly (readonly [containerName: string, imageDigest: string])[]): Running => ({
	revision: revision(n),
	images: images.map(([containerName, imageDigest]) => ({ containerName, imageDigest })),
});
const DAYS = 86_400;

/** Which revisions run which images. */
export function imageUsesContract(open: Open): void {
	test("a decision is kept with the images that it lets run, and they lead to its revision, in another process too", async () => {
		const { store, again } = await open();
		const record = allowed("1", { running: running(1, ["web", WEB], ["agent", AGENT]) });
		await store.record(record, []);
		const other = await again();
		expect(await other.decision("1")).toMatchObject({ running: record.running });
		expect(await other.usesOf(WEB, at(10))).toEqual([{ revision: revision(1), containerNames: ["web"] }]);
		expect(await other.usesOf(`sha256:${"c".repeat(64)}`, at(10))).toEqual([]);
	});

	test("all revisions are told, those seen last before the others, each with all of its containers, whatever was decided", async () => {
		const { store } = await open();
		await store.record(allowed("1", { decidedAt: at(1), running: running(1, ["web", WEB]) }), []);
		await store.record(denied("2", { decidedAt: at(2), running: running(2, ["web", WEB], ["worker", WEB]) }), []);
		expect(await store.usesOf(WEB, at(10))).toEqual([
			{ revision: revision(2), containerNames: ["web", "worker"] },
			{ revision: revision(1), containerNames: ["web"] },
		]);
		// A day later, since a use is noted once a day at least.
		await store.record(allowed("3", { decidedAt: at(DAYS + 3), running: running(1, ["web", WEB]) }), []);
		expect((await store.usesOf(WEB, at(DAYS + 10))).map((use) => use.revision)).toEqual([revision(1), revision(2)]);
	});

	test("what was not seen for 400 days is forgotten, and what is seen again is not", async () => {
		const { store } = await open();
		await store.record(allowed("1", { decidedAt: at(0), running: running(1, ["web", WEB]) }), []);
		await store.record(allowed("2", { decidedAt: at(0), running: running(2, ["web", WEB]) }), []);
		await store.record(allowed("3", { decidedAt: at(100 * DAYS), running: running(2, ["web", WEB]) }), []);
		expect(await store.usesOf(WEB, at(400 * DAYS - 1))).toHaveLength(2);
		expect((await store.usesOf(WEB, at(400 * DAYS))).map((use) => use.revision)).toEqual([revision(2)]);
	});

	test("a decision that stands already adds nothing but what it says", async () => {
		const { store } = await open();
		const record = allowed("1", { running: running(1, ["web", WEB]) });
		await Promise.all([store.record(record, []), store.record(record, [])]);
		expect(await store.usesOf(WEB, at(10))).toEqual([{ revision: revision(1), containerNames: ["web"] }]);
	});
}
