import { expect, test } from "vitest";
import { allowed, at, denied, SERVICE } from "../../test/contract/store/records.ts";
import { admittedEarlier } from "./admitted-earlier.ts";
import { openSqliteStore } from "./sqlite.ts";

const revision = (n: number) => `arn:aws:ecs:eu-west-1:111122223333:task-definition/web:${n}`;
const compromised = { service: SERVICE, account: "111122223333", cluster: "shop", not: [revision(3)] };

test("the newest allowed one with another revision, and nothing that was denied, copied or is another service's", async () => {
	const store = openSqliteStore(":memory:");
	const record = (n: number, more: object = {}, kept = allowed) =>
		store.record(kept(`u${n}-${JSON.stringify(more).length}`, { time: at(n), object: { taskDefinition: revision(n) }, ...more }), []);
	expect(await admittedEarlier(store, compromised)).toBeUndefined();
	await record(1);
	await record(3);
	expect((await admittedEarlier(store, compromised))?.object.taskDefinition).toBe(revision(1));
	await record(4, {}, denied);
	await record(5, { source: "copy" });
	await record(6, { resource: `${SERVICE}-other` });
	await record(7, { object: {} });
	expect((await admittedEarlier(store, compromised))?.object.taskDefinition).toBe(revision(1));
	await record(8);
	expect((await admittedEarlier(store, compromised))?.object.taskDefinition).toBe(revision(8));
	expect((await admittedEarlier(store, { ...compromised, not: [revision(8), revision(3)] }))?.object.taskDefinition).toBe(revision(1));
});

test("is found behind pages of others", async () => {
	const store = openSqliteStore(":memory:");
	await store.record(allowed("first", { time: at(0), object: { taskDefinition: revision(1) } }), []);
	for (let n = 1; n <= 250; n += 1) await store.record(allowed(`u${n}`, { time: at(n), resource: `${SERVICE}-other` }), []);
	expect((await admittedEarlier(store, { ...compromised, cluster: undefined }))?.uid).toBe("first");
});
