/** A resource's properties, as a template spells them → the request body as ECS's API does. AWS's model decides, not a list of names. */
import type { Json, JsonObject, Kind } from "../admission/request.ts";
import { isUnknown, literalKey, unknown } from "../admission/unknown.ts";
import { resolved, type Schema, SHAPES, shapeName } from "../ecs/schema/model.ts";
import { below, objectOf, type Placed, type PlacedObject, plain } from "./placed.ts";

/** How a language differs from the API. */
export interface Spelling {
	/** By the model's shape, then by the member as the language has it, in lower case and without underscores; undefined drops it. */
	readonly renamed: Readonly<Record<string, Readonly<Record<string, string | undefined>>>>;
	/** The API's name of a member that the model does not know; undefined drops it. */
	unheardOf(member: string): string | undefined;
	/** Objects may be written as lists of one, and an absent one as an empty list. */
	readonly blocks: boolean;
}

export interface Spelled {
	readonly object: JsonObject;
	/** Pointer into the object → pointer into the file. */
	readonly origins: ReadonlyMap<string, string>;
}

export function inApiSpelling(kind: Kind, properties: Placed, spelling: Spelling): Spelled {
	const origins = new Map<string, string>();
	const object = new Speller(spelling, origins).value({ $ref: `#/$defs/${kind}` }, properties, "");
	return { object: (object ?? {}) as JsonObject, origins };
}

/** Where a field of the object stands: its own place, or that of its nearest parent that has one. */
export function originOf(origins: ReadonlyMap<string, string>, field: string): string {
	let pointer = field;
	while (pointer !== "" && !origins.has(pointer)) pointer = pointer.slice(0, pointer.lastIndexOf("/"));
	return origins.get(pointer) ?? "";
}

export function folded(member: string): string {
	return member.replaceAll("_", "").toLowerCase();
}

class Speller {
	readonly #spelling: Spelling;
	readonly #origins: Map<string, string>;

	constructor(spelling: Spelling, origins: Map<string, string>) {
		this.#spelling = spelling;
		this.#origins = origins;
	}

	/** Undefined for a block that is not there. */
	value(schema: Schema, from: Placed, pointer: string): Json | undefined {
		const { type, properties, additionalProperties, items } = resolved(schema);
		if (type === "object" && this.#spelling.blocks && "items" in from && from.items.length < 2) {
			return from.items[0] === undefined ? undefined : this.value(schema, from.items[0], pointer);
		}
		this.#origins.set(pointer, from.at);
		if ("value" in from) return isUnknown(from.value) ? from.value : asType(type, from.value);
		if ("items" in from) {
			const each = items ?? (schema === UNHEARD_OF ? UNHEARD_OF : {});
			return from.items.map((item, i) => this.value(each, item, below(pointer, i)) ?? null);
		}
		if (properties !== undefined) return this.#members(shapeName(schema) ?? "", properties, from, pointer);
		if (additionalProperties !== undefined) return this.#map(additionalProperties, from, pointer);
		return plain(from);
	}

	#members(shape: string, properties: Readonly<Record<string, Schema>>, { members }: PlacedObject, pointer: string): JsonObject {
		const object = new Map<string, Json>();
		for (const [written, member] of members) {
			const key = this.#memberName(shape, properties, written);
			if (key === undefined) continue;
			const schema = Object.hasOwn(properties, key) ? (properties[key] as Schema) : UNHEARD_OF;
			const value = this.value(schema, member, below(pointer, key));
			// `Privileged` and `PRIVILEGED`: which of them counts is for whoever deploys to know.
			if (value !== undefined) object.set(key, object.has(key) ? unknown(`${key} is written twice`) : value);
		}
		return objectOf([...object]);
	}

	#memberName(shape: string, properties: Readonly<Record<string, Schema>>, written: string): string | undefined {
		const renamed = this.#spelling.renamed[shape];
		const key = folded(written);
		if (renamed !== undefined && Object.hasOwn(renamed, key)) return renamed[key];
		if (shape === "") return this.#spelling.unheardOf(literalKey(written));
		return memberByFolded(shape, properties).get(key) ?? this.#spelling.unheardOf(literalKey(written));
	}

	/** Somebody's own keys: never touched. */
	#map(schema: Schema, { members }: PlacedObject, pointer: string): JsonObject {
		return objectOf(
			[...members].map(([key, member]) => {
				const kept = literalKey(key);
				return [kept, this.value(schema, member, below(pointer, kept)) ?? null];
			}),
		);
	}
}

/** A member newer than the model: its own members are renamed the same way. */
const UNHEARD_OF: Schema = { properties: {} };

const FOLDED = new Map<string, ReadonlyMap<string, string>>();

function memberByFolded(shape: string, properties: Readonly<Record<string, Schema>>): ReadonlyMap<string, string> {
	const known = FOLDED.get(shape) ?? new Map(Object.keys(properties).map((member) => [folded(member), member]));
	if (Object.hasOwn(SHAPES, shape)) FOLDED.set(shape, known);
	return known;
}

/** Templates write `"256"` where the API wants 256, and the other way round; what cannot be told apart stays, for the schema to judge. */
function asType(type: string | undefined, value: null | boolean | number | string): Json {
	if (type === "string" && (typeof value === "number" || typeof value === "boolean")) return String(value);
	if (typeof value !== "string") return value;
	if (type === "number" && value.trim() !== "" && Number.isFinite(Number(value))) return Number(value);
	return type === "boolean" ? (truthIn(value) ?? value) : value;
}

/** CloudFormation reads YAML 1.1, in which `yes` is true. */
export function truthIn(text: string): boolean | undefined {
	if (/^(true|yes|on)$/i.test(text)) return true;
	return /^(false|no|off)$/i.test(text) ? false : undefined;
}
