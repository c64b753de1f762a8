import { expect, test } from "vitest";
import { auditing } from "../../test/auditing.ts";
import { service, walking } from "../../test/walks.ts";
import { audit } from "../audit.ts";
import { within } from "./source.ts";
import { tellAudit } from "./tell-audit.ts";

test("a cluster that is asked for and is not there is undecided, not a pass", async () => {
	const { runOn } = auditing();
	const { decisions } = await runOn(within(walking({ found: [service("shop")] }), ["shop", "shpo"]));
	expect(decisions.map(({ name, verdict, failures }) => [name, verdict, failures.map(({ reason }) => reason)])).toEqual([
		["web", "denied", []],
		["shpo", "undecided", ["there is no cluster shpo in account 111122223333 in eu-central-1"]],
	]);
});

test("one that was dealt with before an interruption is there", async () => {
	const { world } = auditing();
	const source = within(walking({ found: [service("shop")] }), ["shop"]);
	const options = { scope: "scope", allTaskDefinitions: false };
	await audit(world, source, options);
	const again = await audit(world, source, options);
	expect(again.resumed).toBe(1);
	expect((await tellAudit(world, source, again)).audit.unread).toBe(0);
});
