/** AWS's own model of ECS request bodies, as scripts/generate-ecs-schema.ts writes it: this much of JSON Schema and no more. */
import model from "./generated/ecs-requests.json" with { type: "json" };

export interface Schema {
	readonly $ref?: string;
	readonly type?: string;
	readonly properties?: Readonly<Record<string, Schema>>;
	readonly additionalProperties?: Schema;
	readonly items?: Schema;
}

/** By kind (`TaskDefinition`), and by the name of a shape (`PortMapping`). */
export const SHAPES: Readonly<Record<string, Schema>> = model.$defs;

/** The name of the shape that a schema refers to, if it does. */
export function shapeName({ $ref }: Schema): string | undefined {
	return $ref?.replace("#/$defs/", "");
}

export function resolved(schema: Schema): Schema {
	const name = shapeName(schema);
	return name === undefined ? schema : (SHAPES[name] ?? {});
}
