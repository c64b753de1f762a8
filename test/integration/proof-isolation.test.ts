/** A small part of `npm run prove -- isolation`, and answers that break its claims. */
import { expect, it } from "vitest";
import { aboutFailures, aboutOthers, aboutVerdicts, isolationOf } from "../../bench/proof/isolation.ts";
import type { Answered } from "../../bench/proof/isolation-asking.ts";

it("beside policies that loop, allocate without end and contradict themselves every verdict stands", async () => {
	const claims = await isolationOf({ each: 1, others: 60 }, () => {});
	expect(claims).toHaveLength(5);
	// How long others wait is the machine's word too: that is measured by `npm run prove`.
	expect(claims.slice(1).filter(({ held }) => !held)).toEqual([]);
	expect(claims[0]?.figures).toMatchObject({ others: 60, "loops meanwhile": expect.any(Number) });
}, 120_000);

const web = (ms: number): Answered => ({ family: "web", privileged: false, response: { allowed: true }, ms });
const refused = (message: string, ms = 1_000): Answered => ({
	family: "loop",
	privileged: false,
	response: { allowed: false, status: { message } },
	ms,
});
const ended = refused("undecided: t/runaway: did not finish within 1000 ms");

it("who waits for the deadline of another breaks the claim", () => {
	const quiet = [web(2), web(3)];
	expect(aboutOthers(quiet, [web(3), web(4)], 1).held).toBe(true);
	expect(aboutOthers(quiet, [web(900), web(1_000)], 1).held).toBe(false);
	expect(aboutOthers(quiet, quiet, 0).held).toBe(false);
});

it.for([
	["no request at all", []],
	["another reason", [refused("undecided: t/runaway: broke")]],
	["another policy", [refused("undecided: t/named: did not finish within 1000 ms")]],
	["an answer long after the deadline", [{ ...ended, ms: 9_000 }]],
	["a yes", [{ ...ended, response: { allowed: true } }]],
] as const)("%s breaks the claim about a policy that loops", ([, answered]) => {
	expect(aboutFailures([ended])[0]?.held).toBe(true);
	expect(aboutFailures(answered)[0]?.held).toBe(false);
});

it("another verdict breaks the claim about verdicts", () => {
	expect(aboutVerdicts([web(1), ended]).held).toBe(true);
	expect(aboutVerdicts([{ ...web(1), response: { allowed: false } }]).held).toBe(false);
	expect(aboutVerdicts([{ ...ended, response: { allowed: true } }]).held).toBe(false);
});
