/** What the configuration in a plan says of a resource: which attributes it sets, and what they refer to. */
import type { Json, JsonObject } from "../../admission/request.ts";
import { isArray, isObject } from "../../ecs/api-shape.ts";

/** The names of the modules on the way to a resource, instance keys left out: `module.a["x"].module.b` is `["a", "b"]`. */
export function modulePath(address: Json | undefined): readonly string[] {
	if (typeof address !== "string") return [];
	return [...address.matchAll(/(?:^|\.)module\.([\w-]+)(?:\[(?:"(?:[^"\\]|\\.)*"|\d+)\])?/g)].map(([, name = ""]) => name);
}

/** Undefined where the plan does not hold it. */
export function moduleAt(configuration: Json | undefined, path: readonly string[]): JsonObject | undefined {
	let module = member(configuration, "root_module");
	for (const name of path) module = member(member(member(module, "module_calls"), name), "module");
	return isObject(module) ? module : undefined;
}

/** The expressions of a managed resource, by attribute. */
export function expressionsOf(module: JsonObject | undefined, type: Json | undefined, name: Json | undefined): JsonObject | undefined {
	const resources = isArray(module?.resources) ? module.resources.filter(isObject) : [];
	const resource = resources.find((each) => each.type === type && each.name === name && each.mode === "managed");
	return isObject(resource?.expressions) ? resource.expressions : undefined;
}

/** The resource that an expression means and nothing else: its module, and its type and name with an index or without. */
export interface Referred {
	readonly modules: readonly string[];
	readonly type: string;
	readonly name: string;
	/** As written, such as `[0]`; absent for a resource as a whole. */
	readonly index?: string;
}

const RESOURCE = /^((?:aws|awscc)_[a-z0-9_]+)\.([\w-]+)(\[[^\]]*\])?(\.|$)/;
const MOST_STEPS = 8;

/**
 * Follows variables up to the module's caller and outputs down into a module. Undefined where an expression rests on more than
 * one thing: which of them it comes to is decided later.
 */
export function followReference(
	configuration: Json,
	modules: readonly string[],
	expression: Json | undefined,
	steps = 0,
): Referred | undefined {
	const written = member(expression, "references");
	const references = isArray(written) ? written.filter((each) => typeof each === "string") : [];
	// Terraform lists `a.b[0].arn`, `a.b[0]` and `a.b`.
	const isPart = (each: string) => references.some((other) => other.startsWith(`${each}.`) || other.startsWith(`${each}[`));
	const [reference, ...others] = references.filter((each) => !isPart(each));
	if (reference === undefined || others.length > 0 || steps > MOST_STEPS) return undefined;
	const [, type, name, index] = RESOURCE.exec(reference) ?? [];
	if (type !== undefined && name !== undefined) return { modules, type, name, ...(index === undefined ? {} : { index }) };
	const [, source, key = "", output = ""] = /^(var|module)\.([\w-]+)(?:\[[^\]]*\])?(?:\.([\w-]+))?/.exec(reference) ?? [];
	if (source === "module") {
		const inner = [...modules, key];
		const declared = member(member(moduleAt(configuration, inner), "outputs"), output);
		return followReference(configuration, inner, member(declared, "expression"), steps + 1);
	}
	if (source !== "var" || modules.length === 0) return undefined;
	const outer = modules.slice(0, -1);
	const call = member(member(moduleAt(configuration, outer), "module_calls"), modules.at(-1) ?? "");
	return followReference(configuration, outer, member(member(call, "expressions"), key), steps + 1);
}

function member(from: Json | undefined, key: string): Json | undefined {
	return isObject(from) && Object.hasOwn(from, key) ? from[key] : undefined;
}
