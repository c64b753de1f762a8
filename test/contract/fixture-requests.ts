/** Admission requests made of every JSON file among the fixtures and examples, whatever its shape: material for differential tests. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { AdmissionRequest, Json, JsonObject, Kind } from "../../src/admission/request.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const DEFINITION_KINDS: readonly Kind[] = ["TaskDefinition", "DaemonTaskDefinition"];

export interface Material {
	/** Anything with `containerDefinitions`. */
	readonly definitions: readonly JsonObject[];
	/** The body of any API call, or the file as it is. */
	readonly calls: readonly JsonObject[];
}

/** Reads `examples` and every folder called `fixtures` or `events` under `test` and `src`. */
export async function readMaterial(): Promise<Material> {
	const trees = await Promise.all(["examples", "test", "src"].map(jsonFilesIn));
	const texts = await Promise.all(trees.flat().map((path) => readFile(path, "utf8")));
	// ecspresso's files are templates of JSON.
	const documents = texts.filter((text) => !text.includes("{{")).map((text) => JSON.parse(text) as Json);
	const objects = documents.flatMap(objectsIn);
	const calls = objects.map((object) => bodyOf(object));
	return { calls: unique(calls), definitions: unique(objects.filter(({ containerDefinitions }) => containerDefinitions !== undefined)) };
}

/** The requests of one kind: each definition and each call is in one at least. */
export function requestsOf(kind: Kind, { definitions, calls }: Material): readonly AdmissionRequest[] {
	if (DEFINITION_KINDS.includes(kind)) return definitions.map((definition) => request(kind, definition, {}));
	const pairs = Math.max(definitions.length, calls.length);
	return Array.from({ length: pairs }, (_, i) => {
		const definition = definitions[i % definitions.length];
		return request(kind, calls[i % calls.length] ?? {}, definition === undefined ? {} : { taskDefinition: definition });
	});
}

function request(kind: Kind, object: JsonObject, context: { readonly taskDefinition?: JsonObject }): AdmissionRequest {
	return {
		uid: "u",
		enforcementPoint: "parity",
		kind,
		operation: "CREATE",
		action: "RegisterTaskDefinition",
		partition: "aws",
		account: "111122223333",
		region: "eu-central-1",
		name: "web",
		launchTypes: ["FARGATE"],
		tags: {},
		userInfo: { arn: "arn:aws:iam::111122223333:role/ci" },
		object,
		dryRun: false,
		time: "2026-11-20T08:00:00Z",
		context: { ...context, source: "copy" },
		targets: {},
	};
}

async function jsonFilesIn(tree: string): Promise<readonly string[]> {
	const entries = await readdir(join(ROOT, tree), { recursive: true, withFileTypes: true });
	const wanted = (folder: string) => tree === "examples" || /\/(fixtures|events)(\/|$)/.test(folder.replaceAll("\\", "/"));
	const files = entries.filter((entry) => entry.isFile() && entry.name.endsWith(".json") && wanted(entry.parentPath));
	return files.map((entry) => join(entry.parentPath, entry.name)).sort();
}

/** The value itself, if it is an object, and every object inside it that has `containerDefinitions`. */
function objectsIn(value: Json): readonly JsonObject[] {
	const found: JsonObject[] = isObject(value) ? [value] : [];
	const open: Json[] = [value];
	for (let next = open.pop(); next !== undefined; next = open.pop()) {
		if (Array.isArray(next)) open.push(...(next as readonly Json[]));
		if (!isObject(next)) continue;
		if (next.containerDefinitions !== undefined && next !== value) found.push(next);
		open.push(...Object.values(next));
	}
	return found;
}

function bodyOf(document: JsonObject): JsonObject {
	const detail = isObject(document.detail) ? document.detail : document;
	return isObject(detail.requestParameters) ? detail.requestParameters : detail;
}

function unique(objects: readonly JsonObject[]): readonly JsonObject[] {
	return [...new Map(objects.map((object) => [JSON.stringify(object), object])).values()];
}

function isObject(value: Json | undefined): value is JsonObject {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
