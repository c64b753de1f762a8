/** The policies of a profile about one kind as one document, for whoever asks one query: `data.bench.found`, by policy's id. */
import type { Kind } from "../../src/admission/request.ts";
import { loadProfile } from "../../src/constraints/profile.ts";
import { openBuiltIn } from "../../src/rego/built-in-bundle.ts";
import type { Bundle } from "../../src/rego/bundle.ts";
import { readPolicySources } from "../../src/rego/policy-sources.ts";

export interface Together {
	readonly bundle: Bundle;
	readonly ids: readonly string[];
	/** Path → Rego: the library without its tests, and `bench.rego`. */
	readonly files: Readonly<Record<string, string>>;
}

/** `within`: what stands behind each rule, such as `with input as request`. */
export async function together(policies: string, kind: Kind, within = ""): Promise<Together> {
	const bundle = await openBuiltIn();
	const { constraints } = await loadProfile("restricted", bundle.policies);
	const judging = new Set(bundle.policies.filter(({ kinds }) => kinds.includes(kind)).map(({ id }) => id));
	const ids = constraints.map(({ policy }) => policy).filter((id) => judging.has(id));
	const sources = Object.entries(await readPolicySources(policies, "policies/")).filter(([path]) => !path.endsWith("_test.rego"));
	const rules = ids.map((id) => {
		const rule = (bundle.entrypoints.get(id) ?? "").split("/").map((part) => `[${JSON.stringify(part)}]`);
		return `found[${JSON.stringify(id)}] := all if all := data${rule.join("")}${within}\n`;
	});
	return { bundle, ids, files: { ...Object.fromEntries(sources), "bench.rego": `package bench\n\n${rules.join("\n")}` } };
}
