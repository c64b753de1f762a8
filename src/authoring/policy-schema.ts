/** `input` as OPA's type checker is told of it: from policies/schemas/input.json, with what `object` is for a policy's kinds. */
import { readFile } from "node:fs/promises";
import { POLICIES_FOLDER } from "../policies-folder.ts";

const FILE = new URL("schemas/input.json", POLICIES_FOLDER);

/** What scripts/generate-policy-schema.ts writes: this much of JSON Schema and no more. */
interface Schema {
	readonly $ref?: string;
	readonly type?: string | readonly string[];
	readonly properties?: Readonly<Record<string, Schema>>;
	readonly additionalProperties?: Schema;
	readonly items?: Schema;
}

export interface PolicySchema {
	/** JSON Schema of `input` for policies of these kinds. */
	forKinds(kinds: readonly string[]): unknown;
	/** Every name of a member, sorted; `maps` are those whose keys are the user's own. */
	readonly members: readonly string[];
	readonly maps: readonly string[];
}

export async function readPolicySchema(): Promise<PolicySchema> {
	const document = JSON.parse(await readFile(FILE, "utf8")) as Schema & { readonly $defs: Readonly<Record<string, Schema>> };
	const named = [document, ...Object.values(document.$defs)].flatMap(membersOf);
	return {
		members: [...new Set(named.map(([name]) => name))].sort(),
		maps: [...new Set(named.filter(([, schema]) => isMap(schema)).map(([name]) => name))].sort(),
		forKinds: (kinds) => marked({ ...document, properties: withObject(document, objectFor(document.$defs, kinds)) }),
	};
}

/** Members of all the kinds together; one that two of them spell with two types may be anything. */
function objectFor(defs: Readonly<Record<string, Schema>>, kinds: readonly string[]): Schema {
	const objects = kinds.map((kind) => defs[`${kind}Object`]?.properties);
	if (objects.length === 0 || objects.includes(undefined)) return {};
	const properties: Record<string, Schema> = {};
	for (const [name, schema] of objects.flatMap((members) => Object.entries(members ?? {}))) {
		const known = properties[name];
		properties[name] = known !== undefined && JSON.stringify(known) !== JSON.stringify(schema) ? {} : schema;
	}
	return { type: "object", properties };
}

function withObject({ properties = {} }: Schema, object: Schema): Readonly<Record<string, Schema>> {
	const { request = {} } = properties;
	return { ...properties, request: { ...request, properties: { ...request.properties, object, oldObject: object } } };
}

/** Wherever an object may stand, a marker may: {"$unknown": "Ref Image"}. A type of two is left open: OPA's checker reads one. */
function marked(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(marked);
	if (typeof value !== "object" || value === null) return value;
	const { type, ...rest } = value as Record<string, unknown>;
	const entries = Object.fromEntries(Object.entries(rest).map(([key, member]) => [key, marked(member)]));
	if (Array.isArray(type)) return entries;
	if (type !== "object") return type === undefined ? entries : { type: marked(type), ...entries };
	const properties = entries.properties as Record<string, unknown> | undefined;
	return { type, ...entries, ...(properties === undefined ? {} : { properties: { ...properties, $unknown: { type: "string" } } }) };
}

function membersOf(schema: Schema): readonly (readonly [string, Schema])[] {
	return Object.entries(schema.properties ?? {}).flatMap(([name, member]) => [[name, member] as const, ...membersOf(member)]);
}

/** An object whose keys nobody has listed. */
function isMap({ type, properties }: Schema): boolean {
	return type === "object" && properties === undefined;
}
