/** `.manifest` of a compiled bundle, and the catalogue that the METADATA of its entrypoints makes. */
import { z } from "zod";
import { EVIDENCE, type Policy, SEVERITIES } from "../admission/policy.ts";
import { type Json, KINDS } from "../admission/request.ts";
import { UNSEEN } from "../unseen.ts";
import { BundleError } from "./bundle-archive.ts";

const ENTRYPOINT_RULE = "/violation";
/** Of our own library's packages, and of what compiler/foreign.go makes of rules in the style of conftest and Gatekeeper. */
const PACKAGE_PREFIX = /^(taskgate\/foreign\/)?(policies\/)?/;

const text = z.string().trim().min(1);
const json: z.ZodType<Json> = z.json();

const schema = z.record(z.string(), json);

const annotation = z.looseObject({
	title: text,
	description: text,
	custom: z.strictObject({
		severity: z.enum(SEVERITIES),
		kinds: z.array(z.enum(KINDS)).min(1),
		remediation: text,
		references: z.array(text).default([]),
		aliases: z.array(text).default([]),
		deprecated: z.boolean().default(false),
		advisory: z.boolean().exactOptional(),
		openParameters: z.boolean().exactOptional(),
		evidence: z.array(z.enum(EVIDENCE)).min(1).exactOptional(),
		parameters: z
			.record(z.string(), z.strictObject({ description: text, default: json.optional(), schema: schema.optional() }))
			.default({}),
	}),
});

const manifest = z.looseObject({
	revision: text,
	wasm: z
		.array(z.looseObject({ entrypoint: text, module: z.literal("/policy.wasm"), annotations: z.array(z.unknown()).default([]) }))
		.min(1),
});

export interface Catalogue {
	readonly revision: string;
	readonly policies: readonly Policy[];
	readonly entrypoints: ReadonlyMap<string, string>;
}

/** Throws BundleError naming the policy and every field that is missing or wrong. */
export function readManifest(source: string): Catalogue {
	const { revision, wasm } = checked(manifest, parseJson(source), ".manifest of the bundle");
	const policies: Policy[] = [];
	const entrypoints = new Map<string, string>();
	for (const { entrypoint, annotations } of wasm) {
		if (!entrypoint.endsWith(ENTRYPOINT_RULE)) continue;
		const path = entrypoint.slice(0, -ENTRYPOINT_RULE.length);
		const id = path.replace(PACKAGE_PREFIX, "");
		if (UNSEEN.test(id)) throw new BundleError(`the policy ${JSON.stringify(id)} has characters in its name that do not show`);
		if (entrypoints.has(id)) throw new BundleError(`the bundle has two policies called ${id}`);
		entrypoints.set(id, entrypoint);
		policies.push(readPolicy(id, `${path}.rego`, annotations));
	}
	if (policies.length === 0) throw new BundleError("the bundle has no policy: no entrypoint is called `violation`");
	return { revision, policies: policies.sort((a, b) => (a.id < b.id ? -1 : 1)), entrypoints };
}

function readPolicy(id: string, file: string, annotations: readonly unknown[]): Policy {
	if (annotations.length !== 1) {
		throw new BundleError(`${file}: the rule \`violation\` needs one METADATA block, and has ${annotations.length}`);
	}
	const { title, description, custom } = checked(annotation, annotations[0], `${file}: METADATA of the rule \`violation\``);
	const parameters = Object.fromEntries(
		Object.entries(custom.parameters).map(([name, { description, default: standard, schema }]) => [
			name,
			{ description, ...(standard === undefined ? {} : { default: standard }), ...(schema === undefined ? {} : { schema }) },
		]),
	);
	return { id, title, description: description.trim(), ...custom, parameters };
}

function parseJson(source: string): unknown {
	try {
		return JSON.parse(source);
	} catch (error) {
		throw new BundleError(`.manifest of the bundle is not JSON: ${(error as Error).message}`, { cause: error });
	}
}

function checked<T>(schema: z.ZodType<T>, value: unknown, where: string): T {
	const result = schema.safeParse(value);
	if (result.success) return result.data;
	const problems = result.error.issues.map(({ path, message }) => `${path.join(".") || "it"}: ${message}`);
	throw new BundleError(`${where} is incomplete: ${problems.join("; ")}`);
}
