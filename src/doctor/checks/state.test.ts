import { expect, test } from "vitest";
import { NOW, only } from "../../../test/doctor-patient.ts";
import type { DecisionWithActions } from "../../store/store.ts";
import { state } from "./state.ts";

const HALT = { by: "ada@host", reason: "INC-204", since: "2026-11-29T09:00:00.000Z" };
const denied = (uid: string, ...states: readonly string[]) =>
	({ uid, resource: `arn:${uid}`, actions: states.map((one) => ({ state: one })) }) as unknown as DecisionWithActions;

test("what waits and what was withheld is told where all is well", async () => {
	const decisions = [denied("a", "withheld", "withheld"), denied("b", "done")];
	const { status, seen } = await only(state, { store: { decisions: async () => ({ decisions, next: null }) } });
	expect(status).toBe("ok");
	expect(seen).toBe("not halted, no breaker is open, 2 planned actions wait; 2 denied and 2 actions withheld in the last day");
});
test("halted", async () => {
	const { seen, mend } = await only(state, { store: { halted: async () => HALT } });
	expect([seen, mend]).toEqual([
		"halted by ada@host since 2026-11-29T09:00:00.000Z: INC-204",
		["npx taskgate resume --store dynamodb:Taskgate-Table-x"],
	]);
});
test("an open breaker", async () => {
	const breakers = [{ account: "111122223333", region: "eu-central-1", since: NOW }];
	const { seen, mend = [] } = await only(state, { store: { openBreakers: async () => breakers } });
	expect(seen).toContain("111122223333 eu-central-1 since");
	expect(mend[1]).toBe("npx taskgate resume --reset-breaker --store dynamodb:Taskgate-Table-x");
});
test("what could not be undone", async () => {
	const decisions = [denied("a", "failed", "done"), denied("b", "done")];
	const { status, subjects } = await only(state, { store: { decisions: async () => ({ decisions, next: null }) } });
	expect([status, subjects]).toEqual(["problem", ["arn:a"]]);
});
test("an inbox that nobody empties", async () => {
	const inbox = (oldest: string) => only(state, { store: { inbox: async () => ({ events: 7, oldest }) } });
	expect((await inbox("2026-11-29T11:40:00.000Z")).status).toBe("problem");
	expect((await inbox("2026-11-29T11:59:00.000Z")).seen).toContain("7 events in the inbox");
});
test("asked is the last day, in one page", async () => {
	let asked: unknown;
	const decisions = async (query: unknown) => {
		asked = query;
		return { decisions: [], next: null };
	};
	await only(state, { store: { decisions } });
	expect(asked).toEqual({ verdict: "denied", since: "2026-11-28T12:00:00.000Z", limit: 1000, lookAt: 1000 });
});
