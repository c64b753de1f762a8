/** The policies of the profile `restricted` on one request, against a JSON round trip of it and against OPA's own evaluator. */
import { fileURLToPath } from "node:url";
import { isDeepStrictEqual } from "node:util";
import type { Evaluation, Question } from "../src/admission/policy.ts";
import { loadProfile } from "../src/constraints/profile.ts";
import { openBuiltIn } from "../src/rego/built-in-bundle.ts";
import type { Bundle } from "../src/rego/bundle.ts";
import { openEngine } from "../src/rego/engine.ts";
import type { PolicyEngine } from "../src/rego/policy-engine.ts";
import { readPolicySources } from "../src/rego/policy-sources.ts";
import { openWorkerEngine } from "../src/rego/worker-engine.ts";
import { figure, type Side } from "./figure.ts";
import { type OpaProcess, startOpa } from "./opa-process.ts";
import { CASES, type Case, NOW, runTask, taskDefinition } from "./requests.ts";
import { calling, inTurns, type Rounds, type Subject } from "./rounds.ts";
import type { Workplace } from "./workplace.ts";

const POLICIES = fileURLToPath(new URL("../policies", import.meta.url));

/** How many policies the violating request violates at least. */
const MANY = 20;

interface Contenders {
	readonly thread: PolicyEngine;
	readonly worker: PolicyEngine;
	readonly opa: OpaProcess;
	readonly questions: readonly Question[];
}

export async function evaluation(workplace: Workplace, rounds: Rounds, print: (line: string) => void): Promise<void> {
	const bundle = await openBuiltIn();
	const questions = await restrictedOf(bundle);
	const files = Object.entries(await readPolicySources(POLICIES, "policies/"));
	const opa = await startOpa(workplace, {
		files: Object.fromEntries(files.filter(([path]) => !path.endsWith("_test.rego"))),
		entrypoints: questions.map(({ policy }) => bundle.entrypoints.get(policy)!),
	});
	const [thread, worker] = [await openEngine(bundle), await openWorkerEngine(bundle)];
	print(
		`# evaluation: the ${questions.length} policies of the profile restricted that judge a RunTask, OPA ${opa.versions.opa} (${opa.versions.go})`,
	);
	try {
		for (const which of CASES) await measure({ thread, worker, opa, questions }, which, rounds, print);
	} finally {
		await worker.close();
		await thread.close();
	}
}

/** The policies of the profile `restricted` that judge a RunTask, with their default parameters. */
export async function restrictedOf({ policies }: Pick<Bundle, "policies">): Promise<readonly Question[]> {
	const { constraints } = await loadProfile("restricted", policies);
	const judging = new Set(policies.filter(({ kinds }) => kinds.includes("Task")).map(({ id }) => id));
	return constraints.filter(({ policy }) => judging.has(policy)).map(({ policy }) => ({ constraint: policy, policy, parameters: {} }));
}

async function measure(contenders: Contenders, which: Case, rounds: Rounds, print: (line: string) => void): Promise<void> {
	const { thread, worker, opa, questions } = contenders;
	const request = runTask(which);
	const { found, policies } = await agreed(contenders, which);
	const definition = JSON.stringify(taskDefinition(which)).length;
	print(
		`# ${which}: request of ${JSON.stringify(request).length} B, task definition ${definition} B of it; ${found} violations of ${policies} policies`,
	);

	const input = { now: NOW, parameters: {}, request };
	const asking = (name: string, together: boolean, calls: number): Subject => ({
		name,
		round: async () => (await opa.measure({ input, calls, together })).microseconds,
	});
	const sides = await inTurns(
		[
			calling("JSON round trip", 4000, () => JSON.parse(JSON.stringify(request))),
			calling("engine", 400, () => thread.evaluate(request, NOW, questions)),
			calling("worker engine", 300, () => worker.evaluate(request, NOW, questions)),
			asking("OPA in Go, one query for all", true, 100),
			asking("OPA in Go, a query each", false, 50),
		],
		rounds,
	);
	const [json, inThread, inWorker, together, each] = sides as readonly [Side, Side, Side, Side, Side];
	print(figure(`the policies, ${which}, in this thread, to a JSON round trip of the request`, inThread, json, "µs"));
	print(figure(`the policies, ${which}, in the worker, to a JSON round trip of the request`, inWorker, json, "µs"));
	for (const side of [together, each]) print(figure(`the policies, ${which}, in this thread, to ${side.name}`, inThread, side, "µs"));
	print(figure(`the policies, ${which}, in the worker, to ${together.name}`, inWorker, together, "µs"));
}

/** What all contenders find; it is no measurement unless they find the same: nothing in the compliant request, much in the other. */
async function agreed({ thread, worker, opa, questions }: Contenders, which: Case): Promise<{ found: number; policies: number }> {
	const request = runTask(which);
	const ours = violationsOf(await thread.evaluate(request, NOW, questions));
	const theirs = await opa.measure({ input: { now: NOW, parameters: {}, request }, calls: 1, together: true });
	const alone = await opa.measure({ input: { now: NOW, parameters: {}, request }, calls: 1, together: false });
	for (const other of [violationsOf(await worker.evaluate(request, NOW, questions)), theirs.violations, alone.violations]) {
		if (!isDeepStrictEqual(inOrder(ours), inOrder(other))) throw new Error(`the contenders disagree on the ${which} request`);
	}
	const violated = questions.filter((_, i) => ours[i]!.length > 0).map(({ policy }) => policy);
	if (which === "compliant" ? violated.length > 0 : violated.length < MANY) {
		throw new Error(`the ${which} request violates ${violated.length} policies, ${violated.join(", ")}: change bench/requests.ts`);
	}
	return { found: ours.flat().length, policies: violated.length };
}

function violationsOf(evaluations: readonly Evaluation[]): readonly (readonly object[])[] {
	return evaluations.map((each) => {
		if (each.outcome === "failed") throw new Error(`${each.policy} failed: ${each.reason}`);
		return each.violations;
	});
}

/** Sets have no order, nor have the members of an object; where a policy does not apply is no violation. */
function inOrder(violations: readonly (readonly object[])[]): readonly (readonly string[])[] {
	return violations.map((set) =>
		set
			.filter((each) => !("outcome" in each))
			.map((each) => JSON.stringify(Object.entries(each).sort()))
			.sort(),
	);
}
