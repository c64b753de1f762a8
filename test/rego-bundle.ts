/** Bundles for tests of the engine: policies as bare rules, compiled by the real compiler. */
import { type Bundle, readBundle } from "../src/rego/bundle.ts";
import type { RegoCompiler } from "../src/rego/compiler.ts";
import type { Capabilities } from "../src/rego/opa-documents.ts";

const METADATA = `# METADATA
# title: A policy for a test
# description: It exists for a test.
# entrypoint: true
# custom:
#   severity: low
#   kinds: [TaskDefinition]
#   remediation: None.
`;

/** `violation contains …` (the rule that carries the METADATA comes first), then whatever else it needs; by policy id. */
export type Rules = Readonly<Record<string, string>>;

export function sourcesOf(rules: Rules): Record<string, string> {
	return Object.fromEntries(
		Object.entries(rules).map(([id, text]) => [
			`policies/${id}.rego`,
			`package policies.${id.replaceAll("/", ".")}\n\n${METADATA}${text.trim()}\n`,
		]),
	);
}

/** Without capabilities: with everything that this OPA has. */
export async function bundleOf(compiler: RegoCompiler, rules: Rules, capabilities?: Capabilities): Promise<Bundle> {
	return await readBundle(await compiler.build({ files: sourcesOf(rules), revision: "test", ...(capabilities && { capabilities }) }));
}
