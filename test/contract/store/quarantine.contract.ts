import { expect, test } from "vitest";
import type { Quarantined } from "../../../src/store/quarantine.ts";
import { at, type Open } from "./records.ts";

const DIGEST = `sha256:${"a".repeat(64)}`;
const REVISION = "arn:aws:ecs:eu-west-1:111122223333:task-definition/web:3";
const entry = (changes: Partial<Quarantined> = {}): Quarantined => ({
	...{ what: DIGEST, reason: "runtime/alert-types: a coin miner", by: "decision 1", since: at(0), until: at(100) },
	...changes,
});

/** What was taken out of use. */
export function quarantineContract(open: Open): void {
	test("what is put on the list is on it until its time is over, in another process too", async () => {
		const { store, again } = await open();
		expect(await store.quarantined(at(0))).toEqual([]);
		await store.quarantine(entry());
		await store.quarantine(entry({ what: REVISION, since: at(1), until: "2026-11-20T01:00:50+01:00" }));
		const other = await again();
		expect(await other.quarantined(at(10))).toEqual([entry({ what: REVISION, since: at(1), until: at(50) }), entry()]);
		expect(await other.quarantined(at(50))).toEqual([entry()]);
		expect(await other.quarantined(at(100))).toEqual([]);
	});

	test("put there again it stays for the longer of both times, with the new reason", async () => {
		const { store } = await open();
		await store.quarantine(entry());
		await store.quarantine(entry({ reason: "again", by: "decision 2", since: at(5), until: at(50) }));
		expect(await store.quarantined(at(10))).toEqual([entry({ reason: "again", by: "decision 2", since: at(5) })]);
		await store.quarantine(entry({ until: at(200) }));
		expect((await store.quarantined(at(10)))[0]?.until).toBe(at(200));
	});

	test("of two processes that put it there at once both are heard", async () => {
		const { store, again } = await open();
		const other = await again();
		await Promise.all([1, 2, 3, 4].map((n) => (n % 2 === 0 ? store : other).quarantine(entry({ until: at(100 * n) }))));
		expect((await store.quarantined(at(10))).map(({ until }) => until)).toEqual([at(400)]);
	});

	test("it is lifted once", async () => {
		const { store } = await open();
		await store.quarantine(entry());
		expect([await store.liftQuarantine(DIGEST), await store.liftQuarantine(DIGEST), await store.liftQuarantine(REVISION)]).toEqual([
			true,
			false,
			false,
		]);
		expect(await store.quarantined(at(10))).toEqual([]);
	});

	test("anything but a digest or a revision is refused", async () => {
		const { store } = await open();
		for (const what of [
			"nginx:1",
			"sha256:abc",
			"arn:aws:ecs:eu-west-1:111122223333:task-definition/web",
			REVISION.replace("ecs", "ec2"),
		]) {
			await expect(store.quarantine(entry({ what })), what).rejects.toThrow("must be sha256:… of an image, or the full ARN");
		}
		await expect(store.quarantine(entry({ until: "tomorrow" }))).rejects.toThrow("until");
	});
}
