import { expect, test } from "vitest";
import { examined, only, patientOf } from "../../../test/doctor-patient.ts";
import { table } from "./table.ts";

const WELL = { status: "ACTIVE", deletionProtected: true, pointInTimeRecovery: true, timeToLive: "expiresAt" };
const of = (changed: Partial<typeof WELL> | { timeToLive: undefined }) =>
	only(table, { reads: { table: async () => ({ ...WELL, ...changed }) } });

test.each([
	["can be deleted", { deletionProtected: false }, "update-table --table-name Taskgate-Table-x --deletion-protection-enabled"],
	["has no point-in-time recovery", { pointInTimeRecovery: false }, "update-continuous-backups"],
	["expires nothing", { timeToLive: undefined }, "update-time-to-live"],
	["expires by ttl", { timeToLive: "ttl" }, "AttributeName=expiresAt"],
	["is ARCHIVED", { status: "ARCHIVED" }, "wait table-exists"],
])("it %s", async (seen, changed, command) => {
	const found = await of(changed);
	expect([found.status, found.seen, found.mend?.[0]]).toEqual([
		"problem",
		`the table Taskgate-Table-x ${seen}`,
		expect.stringContaining(command),
	]);
});
test("every fault is told, each by itself", async () => {
	const read = { status: "ACTIVE", deletionProtected: false, pointInTimeRecovery: false, timeToLive: undefined };
	expect(await examined(table, { reads: { table: async () => read } })).toHaveLength(3);
});
test("one that is gone can be restored", async () => {
	expect((await only(table, { reads: { table: async () => undefined } })).mend?.[0]).toContain("restore-table-to-point-in-time");
});
test("a file is no table", async () => {
	await expect(table.examine(patientOf({ address: "sqlite:taskgate.db" }))).rejects.toThrow("the store is sqlite:taskgate.db");
});
