/** A document → the requests for admission in it, each with its place in the file. */
import type { Json, Kind, UnresolvedRequest } from "../admission/request.ts";
import { isObject } from "../ecs/api-shape.ts";
import { manifestCheck } from "../enforcement-points/manifest-check.ts";
import { EVENT_POINTS } from "../enforcement-points/points.ts";
import type { SourceDocument } from "../source-text/source-document.ts";
import { type EcspressoConfig, ecspressoConfig, serviceDefinition, withPlaceholders } from "./ecspresso.ts";

export interface EcsObject {
	/** The file, as messages call it. */
	readonly source: string;
	readonly request: UnresolvedRequest;
	/** Of a task definition that was registered: described, or in an event that says what came of it. */
	readonly registeredAs?: string;
	/** What its template calls it, where it has no name of its own yet. */
	readonly title?: string;
	/** What it refers to in the same template. */
	readonly linked?: { readonly taskDefinition?: EcsObject; readonly cluster?: EcsObject };
	/** Where it stands in its file as what would be sent, so that it can be mended there: the document from 0, and a JSON pointer. */
	readonly place?: { readonly document: number; readonly at: string };
	/** What must not be printed. */
	readonly sensitive?: readonly string[];
	/** The line of a field of the object (a JSON pointer); without one, that of the object itself. */
	line(field?: string): number;
}

/** What a document holds. */
export interface Reading {
	readonly objects: readonly EcsObject[];
	/** Documents without a request: nothing of ECS, or an event that asks for nothing. */
	readonly skipped: number;
	/** Whether any document was understood, even if it asks for nothing. */
	readonly understood: boolean;
	/** What could not be judged, because it could not be read. */
	readonly unreadable?: readonly Unreadable[];
	readonly notFollowed?: readonly NotFollowedTemplate[];
	readonly ecspresso?: EcspressoConfig;
}

export interface Unreadable {
	readonly source: string;
	/** Where reading stopped, where that is known. */
	readonly line?: number;
	readonly reason: string;
}

/** Another template, which this one brings in. */
export interface NotFollowedTemplate {
	readonly source: string;
	readonly line: number;
	readonly id: string;
	/** As written in the template; absent where it is no local file. */
	readonly path?: string;
	readonly reason: string;
}

/** @throws {UnreadableEvent} for an event of ECS that is broken. */
export function readObjects(source: string, document: SourceDocument, kind?: Kind, index = 0): Reading {
	const bodies = Array.isArray(document.value) ? (document.value as readonly Json[]) : undefined;
	if (bodies === undefined) return readBody(source, document, { body: document.value, at: "", index }, kind);
	const readings = bodies.map((body, i) => readBody(source, document, { body, at: `/${i}`, index }, kind));
	return {
		objects: readings.flatMap(({ objects }) => objects),
		skipped: readings.filter(({ objects }) => objects.length === 0).length,
		understood: readings.some(({ understood }) => understood),
	};
}

function readBody(
	source: string,
	document: SourceDocument,
	{ body, at, index }: { body: Json; at: string; index: number },
	kind: Kind | undefined,
): Reading {
	const isEvent = kind === undefined && isObject(body) && Object.hasOwn(body, "detail") && Object.hasOwn(body, "detail-type");
	const requests = isEvent
		? (EVENT_POINTS.map((point) => point.read(body)).find((found) => found.length > 0) ?? [])
		: requestsOf(source, withPlaceholders(body), kind);
	// What others have refused says nothing of the object.
	const objects = requests
		.filter(({ refusal }) => refusal === undefined)
		.map((request, i) => {
			const base = `${at}${baseOf(body, i)}`;
			const title = request.name === "" ? titleIn(body) : undefined;
			const registeredAs = request.kind === "TaskDefinition" ? (arnAt(body, i) ?? request.references.taskDefinition) : undefined;
			// What describe answers is a record, and an event is over.
			const isPlain = !isEvent && base === at && request.kind === "TaskDefinition";
			return {
				source,
				request,
				...(isPlain && { place: { document: index, at } }),
				...(registeredAs === undefined ? {} : { registeredAs }),
				...(title === undefined ? {} : { title }),
				line: (field?: string) => document.position(pointerInFile(base, field)).line,
			};
		});
	const ecspresso = isObject(body) && objects.length === 0 ? ecspressoConfig(source, body) : undefined;
	return {
		objects,
		skipped: objects.length === 0 ? 1 : 0,
		understood: isEvent || ecspresso !== undefined || objects.length > 0,
		...(ecspresso === undefined ? {} : { ecspresso }),
	};
}

function requestsOf(source: string, body: Json, kind: Kind | undefined): readonly UnresolvedRequest[] {
	const requests = manifestCheck.read({ source, body, ...(kind === undefined ? {} : { kind }) });
	const service = requests.length === 0 && isObject(body) ? serviceDefinition(body) : undefined;
	return service === undefined ? requests : manifestCheck.read({ source, body: service, kind: "Service" });
}

/** As written, with the template actions in it. */
function titleIn(body: Json): string | undefined {
	const name = isObject(body) ? (body.family ?? body.serviceName) : undefined;
	return typeof name === "string" ? name : undefined;
}

const WRAPPERS = ["taskDefinition", "daemonTaskDefinition", "service", "task", "taskSet", "cluster", "capacityProvider"];
const LISTS = ["services", "tasks", "taskSets", "clusters", "capacityProviders"];

/** Where in an event, or in the answer of a describe or register call, the `index`th object stands. */
function baseOf(body: Json, index: number): string {
	if (!isObject(body)) return "";
	if (isObject(body.detail)) return isObject(body.detail.requestParameters) ? "/detail/requestParameters" : "/detail";
	const wrapper = WRAPPERS.find((key) => isObject(body[key]));
	if (wrapper !== undefined) return `/${wrapper}`;
	const list = LISTS.find((key) => Array.isArray(body[key]) && isObject((body[key] as readonly Json[])[index]));
	return list === undefined ? "" : `/${list}/${index}`;
}

/** The ARN in a described task definition, which the request that would make it has no room for. */
function arnAt(body: Json, index: number): string | undefined {
	const described = valueAt(body, baseOf(body, index));
	const arn = isObject(described) ? described.taskDefinitionArn : undefined;
	return typeof arn === "string" ? arn : undefined;
}

/** The value at a JSON pointer without escapes; undefined where there is none. */
export function valueAt(value: Json, pointer: string): Json | undefined {
	return pointer
		.split("/")
		.slice(1)
		.reduce<Json | undefined>((found, key) => (found as { readonly [key: string]: Json } | undefined)?.[key], value);
}

/** What a request refers to is shown where it refers to it. */
function pointerInFile(base: string, field: string | undefined): string {
	const own = field?.replace(/^\/context\/([^/]+)(\/.*)?$/, (_, referred: string) => `/${referred}`);
	return `${base}${own ?? ""}`;
}
