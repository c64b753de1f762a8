/** OPA's own SDK for the module that Taskgate runs by a host of its own: the same WASM, the same questions, one thread. */
import { isDeepStrictEqual } from "node:util";
import { loadPolicy } from "@open-policy-agent/opa-wasm";
import type { Json } from "../../src/admission/request.ts";
import { HOST_BUILTINS } from "../../src/rego/builtins/host-builtins.ts";
import type { RegoValue } from "../../src/rego/builtins/rego-value.ts";
import { openEngine } from "../../src/rego/engine.ts";
import { figure, type Side } from "../figure.ts";
import { CASES, NOW, runTask } from "../requests.ts";
import { calling, inTurns, type Rounds } from "../rounds.ts";
import type { Together } from "./together.ts";

type Found = { readonly result: readonly { readonly field?: string }[] };

export async function inProcess({ bundle, ids }: Together, rounds: Rounds, print: (line: string) => void): Promise<void> {
	const engine = await openEngine(bundle);
	const sdk = await loadPolicy(new Uint8Array(bundle.wasm).buffer, {}, builtins());
	const questions = ids.map((id) => ({ constraint: id, policy: id, parameters: {} }));
	const entrypoints = ids.map((id) => bundle.entrypoints.get(id) ?? "");
	for (const which of CASES) {
		const request = runTask(which);
		const input = { now: NOW, parameters: {}, request };
		const theirs = () => entrypoints.map((entrypoint) => (sdk.evaluate(input, entrypoint) as Found[])[0]?.result ?? []);
		const ours = await engine.evaluate(request, NOW, questions);
		const found = ours.map((each) => (each.outcome === "evaluated" ? each.violations.map(({ field }) => field) : []));
		const alike = theirs().map((set) => set.filter((each) => !("outcome" in each)).map(({ field }) => field));
		const inOrder = (sets: readonly (readonly unknown[])[]) => sets.map((set) => set.map(String).sort());
		if (!isDeepStrictEqual(inOrder(found), inOrder(alike))) throw new Error(`the SDK finds something else in the ${which} request`);
		const [engineSide, sdkSide, none] = (await inTurns(
			[
				calling("engine", 200, () => engine.evaluate(request, NOW, questions)),
				calling("opa-wasm's evaluate", 20, theirs),
				calling("engine without a policy", 4000, () => engine.evaluate(request, NOW, [])),
			],
			rounds,
		)) as readonly [Side, Side, Side];
		print(figure(`${ids.length} policies, ${which}, in this thread, to @open-policy-agent/opa-wasm`, engineSide, sdkSide, "µs"));
		print(figure(`no policy, ${which}, in this thread, to ${ids.length} policies`, none, engineSide, "µs"));
	}
	await engine.close();
}

/** The SDK hands over JSON, where a set is a list: good enough for the arguments that the library's policies have. */
function builtins(): Record<string, (...values: Json[]) => unknown> {
	return Object.fromEntries(
		Object.entries(HOST_BUILTINS).map(([name, builtin]) => [name, (...values: Json[]) => builtin(...(values as RegoValue[]))]),
	);
}
