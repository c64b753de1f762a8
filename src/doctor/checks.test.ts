import { expect, test } from "vitest";
import { patientOf, stackOf } from "../../test/doctor-patient.ts";
import type { Check } from "./check.ts";
import { CHECKS } from "./checks.ts";
import { NotHere, Unread } from "./found.ts";
import { examineAll, exitCodeOf, summaryOf } from "./run.ts";

const RUNNING = { timeoutMs: 5_000 };

test("where all is well nothing is a problem and nothing unknown, in a gate's account, a hub's and a member's", async () => {
	for (const kind of ["taskgate", "taskgate-hub", "taskgate-member"] as const) {
		const stack = stackOf(kind, { HubBusArn: "arn:aws:events:eu-central-1:444455556666:event-bus/taskgate-hub" });
		const pause = { targetType: "PAUSE", lifecycleStages: ["PRE_SCALE_UP"], timeoutConfiguration: { action: "ROLLBACK" } };
		const reads = {
			async *services() {
				yield { cluster: "prod", services: [{ name: "web", controller: "ECS", isExpress: false, hooks: [pause] }], unread: [] };
			},
		};
		const store = kind === "taskgate-member" ? null : {};
		const findings = await examineAll(CHECKS, patientOf({ stack, store, ...(kind === "taskgate" ? {} : { reads }) }), RUNNING);
		expect(findings.filter(({ status }) => status === "problem" || status === "unknown")).toEqual([]);
		expect(exitCodeOf(summaryOf(findings))).toBe(0);
		expect(new Set(findings.map(({ check }) => check))).toEqual(new Set(CHECKS.map(({ name }) => name)));
	}
});

test("without a stack what needs one is not here, and the rest goes on", async () => {
	const findings = await examineAll(CHECKS, patientOf({ stack: null }), RUNNING);
	const of = (status: string) => findings.filter((finding) => finding.status === status).map(({ check }) => check);
	expect(of("ok")).toEqual(["trail", "state", "guardduty", "clock"]);
	expect(of("problem")).toEqual([]);
	expect(of("unknown")).toEqual([]);
});

const failing = (name: string, examine: Check["examine"]): Check => ({ name, why: "because", examine });

test("a check that fails, is refused or takes too long is unknown, and costs no other", async () => {
	const checks = [
		failing("broken", () => Promise.reject(new TypeError("x is undefined"))),
		failing("refused", () => Promise.reject(new Unread("no", { action: "ecs:ListClusters" }))),
		failing("absent", () => Promise.reject(new NotHere("there is none"))),
		failing("slow", () => new Promise(() => {})),
		failing("fine", async () => [{ status: "ok", seen: "fine" }]),
	];
	const findings = await examineAll(checks, patientOf(), { timeoutMs: 50 });
	expect(findings.map(({ check, status }) => [check, status])).toEqual([
		["broken", "unknown"],
		["refused", "unknown"],
		["absent", "notApplicable"],
		["slow", "unknown"],
		["fine", "ok"],
	]);
	expect(findings[1]?.denied).toBe("ecs:ListClusters");
	expect(findings[3]?.seen).toMatch(/longer than 0.05 s.*--timeout/);
});

test("a problem outweighs what could not be told", () => {
	const summary = { ok: 1, problem: 0, unknown: 0, notApplicable: 1 };
	expect([summary, { ...summary, unknown: 1 }, { ...summary, unknown: 1, problem: 1 }].map(exitCodeOf)).toEqual([0, 2, 1]);
});
