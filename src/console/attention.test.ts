import { expect, test } from "vitest";
import { decision, exemption } from "../../test/requests.ts";
import { recordOf } from "../record.ts";
import type { StoredAction } from "../store/store.ts";
import { type Attention, needs } from "./attention.ts";

const NOW = "2026-11-20T12:00:00.000Z";
const QUIET: Attention = {
	...{ halt: undefined, breakers: [], denied: [], exemptions: [], findings: [], points: [], now: NOW },
	undecided: { some: [], more: false },
};
const denial = (...states: StoredAction["state"][]) => ({
	...recordOf(decision(), "key", "revert"),
	actions: states.map((state) => ({ type: "DeregisterTaskDefinition", state }) as StoredAction),
});
const told = (state: Partial<Attention>) =>
	needs({ ...QUIET, ...state }).map(({ tone, what }) => `${tone} ${what.text.replace(/<[^>]+>/g, "")}`);

test("nothing is wanted of anybody where nothing is", () => {
	expect(told({})).toEqual([]);
	expect(told({ denied: [denial("done"), denial("planned")] })).toEqual([]);
});

test("the gravest comes first", () => {
	expect(
		told({
			halt: { by: "alice", reason: "a game day", since: "2026-11-20T11:00:00Z" },
			breakers: [{ account: "111122223333", region: "eu-central-1", since: NOW }],
			denied: [denial("failed"), denial("withheld"), denial("withheld")],
			undecided: { some: [denial()], more: true },
			exemptions: [
				exemption({ expiresAt: NOW }),
				exemption({ expiresAt: "2026-12-04T12:00:00Z" }),
				exemption({ expiresAt: "2026-12-04T12:00:01Z" }),
			],
			findings: [
				{ policy: "a/b", severity: "critical", account: undefined, state: "open", count: 3 },
				{ policy: "a/b", severity: "critical", account: undefined, state: "exempted", count: 5 },
				{ policy: "a/c", severity: "high", account: undefined, state: "open", count: 7 },
			],
			points: [
				{ point: "cloudtrail-event", decidedAt: "2026-11-17T12:00:00Z" },
				{ point: "webhook", decidedAt: "2026-11-19T12:00:00Z" },
			],
		}),
	).toEqual([
		"bad Halted by alice, 1 hour ago: a game day",
		"bad The breaker is open for account 111122223333 in eu-central-1",
		"bad 1 denied, and the action failed",
		"bad 3 open critical findings",
		"doubt 2 denied, and the action withheld",
		"doubt 1+ undecided in the last 24 hours",
		"doubt 1 exemption expired: nothing is excused by it any more",
		"doubt 1 exemption running out within 14 days",
		"info cloudtrail-event has been silent for 3 days",
	]);
});
