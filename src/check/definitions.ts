/** Which task definition of the files a RunTask or a service among them means, as ECS is not asked. */
import { dirname } from "node:path";
import { isDeepStrictEqual } from "node:util";
import type { JsonObject } from "../admission/request.ts";
import { familyRevision, taskDefinitionArn } from "../ecs/arn.ts";
import type { EcsReader } from "../ecs/ecs-reader.ts";
import { NOTHING_FOUND } from "../ecs/nothing-found.ts";
import type { EcsObject } from "./ecs-object.ts";

interface Definition {
	readonly family: string;
	readonly folder: string;
	/** Where it is known as what it was registered. */
	readonly arn: string | undefined;
	readonly body: JsonObject;
}

/** The task definitions of the files, by family. */
export class Definitions {
	readonly #byFamily: ReadonlyMap<string, readonly Definition[]>;

	constructor(objects: readonly EcsObject[]) {
		const definitions = objects.filter(({ request: { kind, name } }) => kind === "TaskDefinition" && name !== "");
		this.#byFamily = Map.groupBy(
			definitions.map((object) => definitionOf(object)),
			({ family }) => family,
		);
	}

	/** What an object of a file can look up: what its template links it with, else task definitions by name. */
	readerFor({ source, linked = {} }: Pick<EcsObject, "source" | "linked">): EcsReader {
		return {
			...NOTHING_FOUND,
			source: "copy",
			taskDefinition: async (place, reference) => {
				const { arn = undefined, body } = definitionOf(linked.taskDefinition) ?? this.#meant(reference, dirname(source)) ?? {};
				return body && { arn: arn ?? taskDefinitionArn(place, reference), body, status: "ACTIVE" };
			},
			cluster: async () => linked.cluster?.request.object,
			serviceRevision: async () => undefined,
			serviceDeployment: async () => undefined,
		};
	}

	/**
	 * The one in the file's own folder, else the one in any folder. Undefined where there is none and where there are several
	 * that differ: judging the wrong one would be a verdict about something else.
	 */
	#meant(reference: string, folder: string): Definition | undefined {
		const family = this.#byFamily.get(familyRevision(reference).family) ?? [];
		const all = family.filter(({ arn }) => isMeant(reference, arn));
		const near = all.filter((definition) => definition.folder === folder);
		const [first, ...others] = near.length > 0 ? near : all;
		return others.every(({ body }) => isDeepStrictEqual(body, first?.body)) ? first : undefined;
	}
}

function definitionOf(object: EcsObject): Definition;
function definitionOf(object: EcsObject | undefined): Definition | undefined;
function definitionOf(object: EcsObject | undefined): Definition | undefined {
	if (object === undefined) return undefined;
	const { source, request, registeredAs } = object;
	return { family: request.name, folder: dirname(source), arn: registeredAs, body: request.object };
}

/** A family alone means whatever is next; a revision means only what is known to be that revision. */
function isMeant(reference: string, arn: string | undefined): boolean {
	const { revision } = familyRevision(reference);
	if (revision === undefined) return true;
	if (arn === undefined) return false;
	return reference.startsWith("arn:") ? arn === reference : familyRevision(arn).revision === revision;
}
