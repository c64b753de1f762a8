/** An audit in a test: of walks and answers as the test says, with a real store in memory. */
import type { Violation } from "../src/admission/policy.ts";
import type { AuditWorld } from "../src/audit/item.ts";
import type { AuditSource } from "../src/audit/source.ts";
import { tellAudit } from "../src/audit/tell-audit.ts";
import { type AuditOptions, audit } from "../src/audit.ts";
import { type GivenWalk, walking } from "./walks.ts";
import { testWorld } from "./worlds.ts";

const PRIVILEGED: Violation = { msg: "container app is privileged", field: "/containerDefinitions/0/privileged" };

export function auditing({ violations = [PRIVILEGED], timeless = true } = {}) {
	const gate = testWorld({ violations: [] });
	const found = { violations };
	let asked = 0;
	const engine: AuditWorld["engine"] = {
		...gate.engine,
		timeless: () => new Set(timeless ? gate.engine.policies.map(({ id }) => id) : []),
		evaluate: async (_request, _now, questions) => {
			asked += 1;
			return questions.map(({ constraint, policy }) => ({
				outcome: "evaluated",
				constraint,
				policy,
				notApplicable: [],
				violations: found.violations,
			}));
		},
	};
	const world: AuditWorld = { ...gate, engine, records: true, explain: false };
	const run = async (walk: GivenWalk, changes: Partial<AuditWorld> = {}, options: Partial<AuditOptions> = {}) => {
		asked = 0;
		const source = walking(walk);
		return runOn(source, changes, options);
	};
	const runOn = async (source: AuditSource, changes: Partial<AuditWorld> = {}, options: Partial<AuditOptions> = {}) => {
		const as = { ...world, ...changes };
		const running = await audit(as, source, { scope: "scope", allTaskDefinitions: true, ...options });
		const told = await tellAudit(as, source, running);
		await world.store.endRun(running.run, world.now());
		gate.pass(60_000);
		return { ...told, asked, running };
	};
	const decisions = async () => (await world.store.decisions({})).decisions;
	return { gate, world, found, run, runOn, decisions };
}
