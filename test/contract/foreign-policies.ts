/** Foreign policies through all of it: the compiler, the WASM engine and `judge`, beside OPA's own evaluator. */

import type { Constraint } from "../../src/admission/constraint.ts";
import type { Decision } from "../../src/admission/decide.ts";
import type { Evaluation } from "../../src/admission/policy.ts";
import type { AdmissionRequest, JsonObject, UnresolvedRequest } from "../../src/admission/request.ts";
import type { EcsReader } from "../../src/ecs/ecs-reader.ts";
import { judge } from "../../src/judge.ts";
import { type Bundle, readBundle } from "../../src/rego/bundle.ts";
import type { RegoCompiler, RegoOracle } from "../../src/rego/compiler.ts";
import { openEngine } from "../../src/rego/engine.ts";
import type { PolicyEngine } from "../../src/rego/policy-engine.ts";
import { buildPolicies, type PolicySources } from "../../src/rego/policy-sources.ts";
import { fakeEcs } from "../fake-ecs-reader.ts";
import { constraint, NOW, unresolvedRequest } from "../requests.ts";

export interface ForeignGate {
	readonly bundle: Bundle;
	readonly engine: PolicyEngine;
	readonly oracle: RegoOracle;
}

export async function openForeign(compiler: RegoCompiler, files: PolicySources): Promise<ForeignGate> {
	const bundle = await readBundle(await buildPolicies(compiler, files));
	return { bundle, engine: await openEngine(bundle), oracle: await compiler.prepare({ files }) };
}

/** A constraint that denies for each policy, or as `over` says. */
function allDenied({ bundle }: ForeignGate, over: Partial<Constraint> = {}): readonly Constraint[] {
	return bundle.policies.map(({ id }) => constraint({ name: id, policy: id, ...over }));
}

interface Given {
	readonly object: JsonObject;
	readonly request?: Partial<UnresolvedRequest>;
	readonly constraints?: readonly Constraint[];
	readonly reader?: EcsReader;
	readonly final?: boolean;
}

export async function decisionOf(
	gate: ForeignGate,
	{ object, request = {}, constraints, reader, final = false }: Given,
): Promise<Decision> {
	const world = {
		engine: gate.engine,
		constraints: constraints ?? allDenied(gate),
		exemptions: [],
		constraintsDigest: "d",
		now: () => NOW,
		reader: reader ?? fakeEcs({}, "copy"),
	};
	return await judge(world, unresolvedRequest({ object, references: {}, ...request }), { final });
}

/** `policy action: message @ field`, sorted; what is unknown has the action `unknown`. */
export function told({ enforcements, unknowns }: Decision): readonly string[] {
	return [
		...enforcements.map(
			({ policy, action, message, field }) => `${policy} ${action}: ${message}${field === undefined ? "" : ` @ ${field}`}`,
		),
		...unknowns.map(({ policy, field }) => `${policy} unknown @ ${field}`),
	].sort();
}

/** What WASM and what OPA say of each policy, in the same words. */
export async function bothAnswers(
	gate: ForeignGate,
	request: AdmissionRequest,
	parameters: JsonObject = {},
): Promise<readonly [unknown, unknown]> {
	const questions = gate.bundle.policies.map(({ id }) => ({ constraint: id, policy: id, parameters }));
	const wasm = await gate.engine.evaluate(request, NOW, questions);
	const paths = questions.map(({ policy }) => gate.bundle.entrypoints.get(policy) ?? policy);
	const opa = await gate.oracle.evaluate(paths, { now: NOW, parameters, request });
	return [
		wasm.map((evaluation) => sorted(membersOf(evaluation))),
		opa.map(({ value }) => sorted(((value ?? []) as JsonObject[]).map(plain))),
	];
}

function membersOf(evaluation: Evaluation): readonly unknown[] {
	if (evaluation.outcome === "failed") return [{ msg: evaluation.reason, outcome: "failed" }];
	return [
		...evaluation.violations.map((violation) => plain({ ...violation } as JsonObject)),
		...evaluation.notApplicable.map((msg) => ({ msg, outcome: "notApplicable" })),
	];
}

function plain({ exemption, ...member }: JsonObject): JsonObject {
	return exemption === undefined ? member : { ...member, exemption, outcome: "exempted" };
}

function sorted(members: readonly unknown[]): readonly string[] {
	return members.map((member) => JSON.stringify(Object.entries(member as object).sort(([a], [b]) => (a < b ? -1 : 1)))).sort();
}
